using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Kubelet;

/// <summary>A pod's state in the form of <c>status</c>.</summary>
internal static class PodStatusDocument
{
    public static JsonObject Of(PodState state, DateTimeOffset startTime, DateTimeOffset now)
    {
        var initialized = state.InitContainers.All(container => container.FinishedAt is not null);
        var status = new JsonObject
        {
            ["phase"] = state.Phase.ToString(),
            ["startTime"] = Timestamps.Seconds(startTime),
            ["hostIP"] = "127.0.0.1",
            ["conditions"] = new JsonArray(
                Condition("Initialized", initialized, null, now), Condition("Ready", state.IsReady, "ContainersNotReady", now),
                Condition("ContainersReady", state.IsReady, "ContainersNotReady", now), Condition("PodScheduled", true, null, startTime)),
            ["containerStatuses"] = Containers(state.Containers),
        };
        if (state.InitContainers.Count > 0)
            status["initContainerStatuses"] = Containers(state.InitContainers);
        if (state.PodIP is not null)
        {
            status["podIP"] = state.PodIP;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = state.PodIP });
        }
        return status;
    }

    private static JsonObject Condition(string type, bool value, string? reason, DateTimeOffset now)
    {
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = value ? "True" : "False",
            ["lastTransitionTime"] = Timestamps.Seconds(now),
        };
        if (!value && reason is not null)
            condition["reason"] = reason;
        return condition;
    }

    private static JsonArray Containers(IEnumerable<ContainerState> containers) => new(containers.Select(container =>
    {
        var image = container.Container.Image;
        return (JsonNode?)new JsonObject
        {
            ["name"] = container.Container.Name,
            ["image"] = image,
            ["imageID"] = container.StartedAt is null ? "" : $"simulated://{image}",
            ["containerID"] = container.StartedAt is null ? "" : $"simulated://{container.Container.Name}",
            ["ready"] = container.IsReady,
            ["started"] = container is { StartedAt: not null, FinishedAt: null },
            ["restartCount"] = container.Restarts,
            ["state"] = State(container),
            ["lastState"] = container is { Waiting: not null, FinishedAt: not null } ? Terminated(container) : new JsonObject(),
        };
    }).ToArray());

    private static JsonObject State(ContainerState container)
    {
        if (container.Waiting is not null)
        {
            var waiting = new JsonObject { ["reason"] = container.Waiting };
            if (container.Message is not null)
                waiting["message"] = container.Message;
            return new JsonObject { ["waiting"] = waiting };
        }
        if (container.FinishedAt is not null)
            return Terminated(container);
        return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Timestamps.Seconds(container.StartedAt ?? default) } };
    }

    private static JsonObject Terminated(ContainerState container) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = container.ExitCode,
            ["reason"] = container.ExitCode == 0 ? "Completed" : "Error",
            ["startedAt"] = Timestamps.Seconds(container.StartedAt ?? default),
            ["finishedAt"] = Timestamps.Seconds(container.FinishedAt ?? default),
        },
    };
}
