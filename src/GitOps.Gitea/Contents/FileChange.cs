using System.Text.Json.Serialization;

namespace GitOps.Gitea.Contents;

/// <summary>One file's part in a commit of several.</summary>
public sealed record FileChange
{
    [JsonConstructor]
    internal FileChange(string operation, string path, string? content, string? sha) =>
        (Operation, Path, Content, Sha) = (operation, path, content, sha);

    /// <summary><c>create</c>, <c>update</c> or <c>delete</c>.</summary>
    public string Operation { get; }

    public string Path { get; }

    /// <summary>Base64.</summary>
    public string? Content { get; }

    /// <summary>The blob that is replaced or goes.</summary>
    public string? Sha { get; }

    public static FileChange Create(string path, ReadOnlySpan<byte> content) => new("create", path, Convert.ToBase64String(content), null);

    public static FileChange Update(string path, ReadOnlySpan<byte> content, string sha) => new("update", path, Convert.ToBase64String(content), sha);

    public static FileChange Delete(string path, string sha) => new("delete", path, null, sha);
}
