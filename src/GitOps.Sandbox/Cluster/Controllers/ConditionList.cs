using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>The conditions of a status.</summary>
internal static class ConditionList
{
    public static JsonObject? Find(JsonObject? status, string type) =>
        status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool IsTrue(JsonObject? status, string type) => Find(status, type).Text("status") == "True";

    /// <summary>Sets a condition; its times change only when it says something else than before.</summary>
    public static void Set(JsonObject status, string type, bool value, string reason, string message, DateTimeOffset now)
    {
        var existing = Find(status, type);
        var text = value ? "True" : "False";
        if (existing.Text("status") == text && existing.Text("reason") == reason && existing.Text("message") == message)
            return;
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = text,
            ["lastUpdateTime"] = Timestamps.Seconds(now),
            ["lastTransitionTime"] = existing.Text("status") == text ? existing.Text("lastTransitionTime") : Timestamps.Seconds(now),
            ["reason"] = reason,
            ["message"] = message,
        };
        var list = status.Array("conditions");
        if (list is null)
            status["conditions"] = list = [];
        if (existing is null)
            list.Add(condition);
        else
            list[list.IndexOf(existing)] = condition;
    }
}
