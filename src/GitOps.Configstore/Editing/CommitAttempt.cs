using GitOps.Configstore.Environments;
using GitOps.Gitea.Contents;

namespace GitOps.Configstore.Editing;

/// <summary>A commit that was asked for.</summary>
/// <param name="Place">The environment that it was made for.</param>
/// <param name="Base">The head that it was made upon.</param>
internal sealed record CommitAttempt(EnvironmentPlace Place, string Base, string Message, IReadOnlyList<DraftChange> Changes)
{
    /// <summary>The commit as Gitea takes it, on condition of every file's blob.</summary>
    public ContentsCommit ToContents(string branch) => new([.. Changes.Select(ToChange)], Message, branch);

    private static FileChange ToChange(DraftChange change) => (change.Before, change.Content) switch
    {
        (null, { } content) => FileChange.Create(change.Path, content),
        ({ } before, { } content) => FileChange.Update(change.Path, content, before),
        ({ } before, null) => FileChange.Delete(change.Path, before),
        _ => throw new InvalidOperationException($"The change of '{change.Path}' changes nothing."),
    };
}
