using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>The status of a Deployment: its counts and the conditions Available and Progressing.</summary>
internal static class DeploymentStatus
{
    /// <summary>How long until the deadline of a rollout that makes no progress; null when there is none to wait for.</summary>
    public static TimeSpan? Compute(JsonObject deployment, List<OwnedReplicaSet> replicaSets, OwnedReplicaSet? current, DateTimeOffset now, out JsonObject status)
    {
        var spec = deployment.Object("spec");
        var replicas = (int)(spec.Integer("replicas") ?? 1);
        var (total, available) = (replicaSets.Sum(one => one.Current), replicaSets.Sum(one => one.Available));
        status = new JsonObject();
        foreach (var (name, count) in (ReadOnlySpan<(string, long)>)
        [
            ("observedGeneration", deployment.Object("metadata").Integer("generation") ?? 0), ("replicas", total),
            ("updatedReplicas", current?.Current ?? 0), ("readyReplicas", replicaSets.Sum(one => one.Ready)), ("availableReplicas", available),
            ("unavailableReplicas", Math.Max(0, replicaSets.Sum(one => one.Wanted) - available)),
        ])
        {
            if (count != 0)
                status[name] = count;
        }
        if (deployment.Object("status").Array("conditions") is { } conditions)
            status["conditions"] = conditions.DeepClone();
        if (available >= replicas - RollingUpdate.Of(spec, replicas).MaxUnavailable)
            ConditionList.Set(status, "Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.", now);
        else
            ConditionList.Set(status, "Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now);
        return current is null ? null : Progress(deployment, replicas, total, available, current, now, status);
    }

    private static TimeSpan? Progress(JsonObject deployment, int replicas, int total, int available, OwnedReplicaSet current, DateTimeOffset now, JsonObject status)
    {
        var name = current.Key.Name;
        if (current.Current == replicas && total == replicas && available == replicas)
        {
            ConditionList.Set(status, "Progressing", true, "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", now);
            return null;
        }
        var before = deployment.Object("status");
        var moved = !Counts(before).SequenceEqual(Counts(status));
        var existing = ConditionList.Find(status, "Progressing");
        if (existing.Text("reason") == "ProgressDeadlineExceeded" && !moved)
            return null;
        var message = $"ReplicaSet \"{name}\" is progressing.";
        if (moved || existing is null || existing.Text("message") != message)
        {
            ConditionList.Set(status, "Progressing", true, "ReplicaSetUpdated", message, now);
            ConditionList.Find(status, "Progressing")!["lastUpdateTime"] = Timestamps.Seconds(now);
        }
        if (deployment.Object("spec").Integer("progressDeadlineSeconds") is not { } seconds)
            return null;
        var left = (Timestamps.Parse(ConditionList.Find(status, "Progressing").Text("lastUpdateTime")) ?? now) + TimeSpan.FromSeconds(seconds) - now;
        if (left > TimeSpan.Zero)
            return left;
        ConditionList.Set(status, "Progressing", false, "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", now);
        return null;
    }

    private static IEnumerable<long> Counts(JsonObject? status) =>
        [status.Integer("replicas") ?? 0, status.Integer("updatedReplicas") ?? 0, status.Integer("readyReplicas") ?? 0, status.Integer("availableReplicas") ?? 0];
}
