using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>A value that may be absent, which is something else than null.</summary>
internal readonly record struct Operand(bool Present, JsonNode? Value)
{
    public static readonly Operand Absent = new(false, null);

    public static Operand Of(JsonNode? value) => new(true, value);

    public static Operand Member(JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var value) ? new Operand(true, value) : Absent;
}
