namespace GitOps.Gitea.Objects;

/// <summary>
/// How much of a tree is read. A tree can be small in git and endless when it is listed, because its folders may share what is below
/// them: reading stops with the first answer that shows more than this.
/// </summary>
public sealed record TreeLimits
{
    /// <summary>Files and folders.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>Names in a path.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Characters of a path.</summary>
    public int MaxPathLength { get; init; } = 4096;

    /// <summary>Characters of all paths together.</summary>
    public long MaxPathsLength { get; init; } = 64 * 1024 * 1024;
}
