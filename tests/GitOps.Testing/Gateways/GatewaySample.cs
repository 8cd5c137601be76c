using System.Text.Json.Nodes;

namespace GitOps.Testing.Gateways;

/// <summary>A policy with its steps, or an API endpoint, of <c>fixtures/gateway-parameters</c>: Express Gateway starts with it or does not.</summary>
/// <param name="Name">What is special about it; shown as the test's name.</param>
/// <param name="Policy">The policy's name; null for an endpoint.</param>
/// <param name="Steps">Its condition and action pairs; null for none.</param>
/// <param name="Endpoint">An API endpoint; null for a policy.</param>
/// <param name="Problem">The name that the reason of its refusal must tell; null when it is accepted.</param>
public sealed record GatewaySample(string Name, string? Policy, JsonNode? Steps, JsonObject? Endpoint, string? Problem)
{
    public static IReadOnlyList<GatewaySample> Accepted => Read("accepted");

    /// <summary>Those that a gateway starts with, and that are not for tenants.</summary>
    public static IReadOnlyList<GatewaySample> Closed => Read("closed");

    public static IReadOnlyList<GatewaySample> Refused => Read("refused");

    public override string ToString() => Name;

    private static List<GatewaySample> Read(string group)
    {
        var samples = JsonNode.Parse(File.ReadAllText(Path.Combine(Fixtures.Folder("gateway-parameters"), "samples.json")))!;
        return
        [
            .. samples[group]!.AsArray().Select(sample => new GatewaySample(
                sample!["name"]!.GetValue<string>(),
                sample["policy"]?.GetValue<string>(),
                sample["steps"],
                sample["endpoint"]?.AsObject(),
                sample["problem"]?.GetValue<string>())),
        ];
    }
}
