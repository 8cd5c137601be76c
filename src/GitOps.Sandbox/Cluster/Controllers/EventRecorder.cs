using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>Tells what controllers did, as Events of the objects that they did it for.</summary>
internal sealed class EventRecorder(SandboxCluster cluster, string component)
{
    private readonly WriteOptions _options = new("kube-controller-manager");

    public void Record(JsonObject about, string type, string reason, string message)
    {
        var events = cluster.Catalog.Get("", "v1", "events");
        var metadata = about.Object("metadata");
        var (name, ns) = (metadata.Text("name") ?? "", metadata.Text("namespace") ?? "");
        var now = Timestamps.Seconds(cluster.Clock.GetUtcNow());
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{name}.{Guid.NewGuid():N}"[..Math.Min(253, name.Length + 17)], ["namespace"] = ns },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = about.Text("apiVersion"),
                ["kind"] = about.Text("kind"),
                ["name"] = name,
                ["namespace"] = ns,
                ["uid"] = metadata.Text("uid"),
                ["resourceVersion"] = metadata.Text("resourceVersion"),
            },
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = type,
        };
        try
        {
            cluster.Writer.Create(events, ns, body, _options);
        }
        catch (ApiException error) when (error.Code is 403 or 404)
        {
            // A namespace that is on its way out keeps no more events; what is told about does not depend on being told.
        }
    }
}
