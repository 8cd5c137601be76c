using GitOps.Engine.Manifests;

namespace GitOps.Engine.Cluster;

/// <summary>Another field manager owns what was to be written. Nothing was written.</summary>
public sealed class ClusterConflictException(ObjectKey key, IReadOnlyList<FieldConflict> conflicts, Exception? inner = null)
    : ClusterException(key, Describe(key, conflicts), inner)
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    private static string Describe(ObjectKey key, IReadOnlyList<FieldConflict> conflicts) => conflicts.Count == 0
        ? $"{key} changed in the cluster while it was written; nothing was written."
        : $"{key} has fields of another owner: {string.Join(", ", conflicts.Select(conflict => conflict.ToString()))}; nothing was written.";
}
