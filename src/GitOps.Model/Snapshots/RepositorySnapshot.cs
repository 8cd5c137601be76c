namespace GitOps.Model.Snapshots;

/// <summary>The documents of one repository at one commit: complete, or not made at all.</summary>
public sealed record RepositorySnapshot
{
    private static readonly Dictionary<string, string> EmptyCode = [];

    /// <summary>Gitea's full name, such as <c>customer-al/dev</c>.</summary>
    public required string FullName { get; init; }

    /// <summary>The branch the commit was found on.</summary>
    public required string Branch { get; init; }

    /// <summary>Full commit id; <see cref="Revision.NoCommit"/> for a repository without one.</summary>
    public required string Commit { get; init; }

    /// <summary>Path with forward slashes, relative to the repository's root, to content. Only paths that <see cref="DocumentPaths"/> selects.</summary>
    public required IReadOnlyDictionary<string, string> Documents { get; init; }

    /// <summary>The code beside the documents, path to text: the files that <see cref="DocumentPaths.IsCode"/> selects, as far as they can be carried.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = EmptyCode;

    /// <summary>Code that cannot be carried: too large, not UTF-8, a link. A problem for who deploys it, and for nobody else.</summary>
    public IReadOnlyList<Validation.Problem> CodeProblems { get; init; } = [];

    /// <summary>Documents that exist at this commit but cannot be served: too large, a symbolic link, not UTF-8. They make the snapshot invalid, never incomplete in silence.</summary>
    public IReadOnlyList<Validation.Problem> Problems { get; init; } = [];
}
