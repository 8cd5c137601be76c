using System.Text.Json.Serialization;

namespace GitOps.Benchmarks.Measuring;

/// <summary>One line of the report.</summary>
/// <param name="Scenario">Such as <c>push to applied</c>.</param>
/// <param name="Name">Such as <c>p50</c>.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">Such as <c>ms</c>, <c>s</c>, <c>kB</c>, <c>requests</c>, <c>x floor</c>.</param>
/// <param name="Target">What the house wants, in the same unit; null where there is none.</param>
public sealed record Figure(string Scenario, string Name, double Value, string Unit, double? Target = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reached => Target is null ? null : Value <= Target;
}
