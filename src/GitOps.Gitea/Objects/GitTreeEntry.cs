namespace GitOps.Gitea.Objects;

/// <summary>A tree's entry.</summary>
/// <param name="Path">From the root of the repository, slash-separated.</param>
/// <param name="Mode">Octal as git has it: <c>100644</c>, <c>100755</c>, <c>120000</c> (symlink), <c>160000</c> (submodule), <c>040000</c> (tree).</param>
/// <param name="Type"><c>blob</c>, <c>tree</c> or <c>commit</c> (submodule).</param>
/// <param name="Size">Bytes; 0 for what is no blob.</param>
public sealed record GitTreeEntry(string Path, string Mode, string Type, string Sha, long Size = 0)
{
    /// <summary>A file with content of its own: neither symlink nor submodule nor tree.</summary>
    public bool IsRegularFile => Mode is "100644" or "100755" or "100664";

    public bool IsSymbolicLink => Mode is "120000";
}
