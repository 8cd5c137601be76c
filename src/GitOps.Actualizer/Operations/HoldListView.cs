namespace GitOps.Actualizer.Operations;

/// <summary>Answer of <c>/holds</c> and <c>/holds/release</c>.</summary>
public sealed record HoldListView(IReadOnlyList<HoldView> Holds);
