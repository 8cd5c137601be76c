namespace GitOps.Actualizer.Operations;

/// <summary>Answer of <c>GET /producers/{producer}/pods</c>: all of them at one moment.</summary>
public sealed record PodListView(IReadOnlyList<PodView> Items);
