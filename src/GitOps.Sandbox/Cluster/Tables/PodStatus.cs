using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Tables;

/// <summary>The one word by which <c>kubectl get pods</c> describes a pod.</summary>
internal static class PodStatus
{
    public static string Describe(JsonObject pod)
    {
        var status = pod.Object("status");
        var reason = status.Text("reason") ?? status.Text("phase") ?? "Unknown";
        if (pod.Object("metadata").Text("deletionTimestamp") is not null)
            return "Terminating";
        var total = pod.Object("spec").Objects("initContainers").Count();
        var index = 0;
        foreach (var container in status.Objects("initContainerStatuses"))
        {
            var state = container.Object("state");
            if (state.Object("terminated") is { } ended && (ended.Integer("exitCode") ?? 0) == 0)
            {
                index++;
                continue;
            }
            return state.Object("terminated") is { } failed ? $"Init:{failed.Text("reason") ?? "Error"}"
                : state.Object("waiting").Text("reason") is { } waiting and not "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{total}";
        }
        foreach (var container in status.Objects("containerStatuses").Reverse())
        {
            var state = container.Object("state");
            if ((state.Object("waiting") ?? state.Object("terminated")).Text("reason") is { } found)
                reason = found;
        }
        return reason;
    }
}
