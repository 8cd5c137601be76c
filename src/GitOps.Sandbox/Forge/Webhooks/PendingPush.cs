using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>A push that git has taken and the queue has not handled yet.</summary>
/// <param name="Base">What the default branch pointed to before; null when there was none.</param>
/// <param name="BranchCount">Branches after it.</param>
internal sealed record PendingPush(long RepositoryId, long PusherId, RefChange[] Changes, string? Base, int BranchCount)
{
    public static PendingPush? Of(long repositoryId, long pusherId, string defaultBranch, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var changes = before.Keys.Union(after.Keys)
            .Select(name => new RefChange(name, before.GetValueOrDefault(name, RefStore.Zero), after.GetValueOrDefault(name, RefStore.Zero)))
            .Where(change => change.Before != change.After)
            .ToArray();
        return changes.Length == 0
            ? null
            : new PendingPush(repositoryId, pusherId, changes, before.GetValueOrDefault("refs/heads/" + defaultBranch), after.Keys.Count(name => name.StartsWith("refs/heads/", StringComparison.Ordinal)));
    }
}
