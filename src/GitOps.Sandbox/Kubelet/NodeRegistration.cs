using System.Text.Json.Nodes;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Kubelet;

/// <summary>Makes the node known to the API server, ready and with room for many pods.</summary>
internal sealed class NodeRegistration(KubernetesClient client, string name, TimeProvider clock)
{
    private const string Manager = "kubelet";

    public async Task RegisterAsync(CancellationToken cancellation)
    {
        var node = new ObjectReference("v1", "Node", "", name);
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = name } },
        };
        await client.ApplyAsync(node, StoredObject.Serialize(body), new ApplyOptions(Manager, force: true), cancellation);
        var now = Timestamps.Seconds(clock.GetUtcNow());
        JsonObject Resources() => new() { ["cpu"] = "1000", ["memory"] = "4Ti", ["pods"] = "1000000" };
        body = new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources(),
                ["allocatable"] = Resources(),
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = "True",
                    ["reason"] = "KubeletReady",
                    ["message"] = "the simulated kubelet is posting ready status",
                    ["lastHeartbeatTime"] = now,
                    ["lastTransitionTime"] = now,
                }),
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }, new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["nodeInfo"] = NodeInfo(),
            },
        };
        await client.PatchAsync(node, PatchType.Merge, StoredObject.Serialize(body), new WriteOptions { FieldManager = Manager, Subresource = "status" }, cancellation);
    }

    private static JsonObject NodeInfo()
    {
        var info = new JsonObject { ["kubeletVersion"] = "v1.20.2-sandbox", ["operatingSystem"] = "linux", ["architecture"] = "amd64", ["containerRuntimeVersion"] = "simulated://1.0" };
        foreach (var name in (ReadOnlySpan<string>)["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "kubeProxyVersion"])
            info[name] = "";
        return info;
    }
}
