namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>A case that is refused where the predecessor went on.</summary>
/// <param name="Reason">Why.</param>
/// <param name="CompareTheRest">Whether the case is compared again without the gateways that the problems are of.</param>
/// <param name="Problems">JSON path and reason of every problem.</param>
internal sealed record GoldenRefusal(string Reason, bool CompareTheRest, IReadOnlyList<string> Problems)
{
    /// <summary>Policies without which the case is compared again, on both sides.</summary>
    public IReadOnlyList<string> WithoutPolicies { get; init; } = [];
}
