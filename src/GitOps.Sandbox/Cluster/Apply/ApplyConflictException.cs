using System.Text;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>An apply without force met fields of other managers; the message is that of a Kubernetes API server.</summary>
internal sealed class ApplyConflictException(IReadOnlyList<ApplyConflict> conflicts) : Exception(Describe(conflicts))
{
    public IReadOnlyList<ApplyConflict> Conflicts { get; } = conflicts;

    private static string Describe(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts.Count == 1)
            return $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Path}";
        var text = new StringBuilder($"Apply failed with {conflicts.Count} conflicts: ");
        var lines = conflicts.GroupBy(conflict => conflict.Manager).OrderBy(group => group.Key.Manager, StringComparer.Ordinal)
            .SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return text.AppendJoin('\n', lines).ToString();
    }
}
