using GitOps.Engine.Manifests;

namespace GitOps.Engine.Pruning;

/// <summary>How pruning ended.</summary>
/// <param name="WaitingFor">Deployments that must be rolled out before the rest can go; empty when nothing is left to prune.</param>
/// <param name="Replaced">Objects whose name another object has by now: to be planned again.</param>
public sealed record PruneResult(IReadOnlyList<ObjectKey> WaitingFor, IReadOnlyList<ObjectKey> Replaced);
