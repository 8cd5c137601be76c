namespace GitOps.Gitea.Contents;

/// <summary>One file's part in a commit of several.</summary>
/// <param name="Operation"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Content">Base64; null of a deletion.</param>
/// <param name="Sha">The blob that is replaced or goes; null of a creation.</param>
public sealed record FileChange(string Operation, string Path, string? Content = null, string? Sha = null)
{
    public static FileChange Create(string path, ReadOnlySpan<byte> content) => new("create", path, Convert.ToBase64String(content));

    public static FileChange Update(string path, ReadOnlySpan<byte> content, string sha) => new("update", path, Convert.ToBase64String(content), sha);

    public static FileChange Delete(string path, string sha) => new("delete", path, null, sha);
}
