namespace GitOps.Gitea.Contents;

/// <summary>A file or a directory's entry.</summary>
/// <param name="Type"><c>file</c>, <c>dir</c>, <c>symlink</c> or <c>submodule</c>.</param>
/// <param name="Sha">The blob's (of a directory, the tree's) SHA, which an update must name.</param>
/// <param name="Content">Base64; null in directory listings and for what is no file.</param>
/// <param name="Target">Where a symlink points.</param>
public sealed record ContentEntry(
    string Name,
    string Path,
    string Sha,
    string Type,
    long Size,
    string? Encoding = null,
    string? Content = null,
    string? Target = null);
