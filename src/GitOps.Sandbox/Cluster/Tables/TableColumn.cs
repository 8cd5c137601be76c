using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Tables;

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="Priority">Above zero only with <c>-o wide</c>.</param>
/// <param name="Cell">The cell of an object at a time.</param>
internal sealed record TableColumn(string Name, string Type, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    public static TableColumn Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", priority, (value, _) => cell(value));

    public static TableColumn Number(string name, Func<JsonObject, long> cell, int priority = 0) =>
        new(name, "integer", priority, (value, _) => cell(value));
}
