using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>GitEntry</c>. Sizes are in bytes, 0 for what is no file.</summary>
internal sealed record TreeEntryBody(string Path, string Mode, string Type, long Size, string Sha, string Url);

/// <summary>Gitea's <c>GitTreeResponse</c>.</summary>
internal sealed record TreeBody(string Sha, string Url, IReadOnlyList<TreeEntryBody> Tree, bool Truncated, int Page, long TotalCount);

/// <summary>Gitea's <c>GitBlobResponse</c>.</summary>
internal sealed record BlobBody(string Content, string Encoding, string Url, string Sha, long Size);

/// <summary>Gitea's <c>FileLinksResponse</c>.</summary>
internal sealed record ContentLinksBody(string Self, string Git, string Html);

/// <summary>Gitea's <c>ContentsResponse</c>.</summary>
internal sealed record ContentBody
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string Sha { get; init; }

    public required string LastCommitSha { get; init; }

    public required DateTimeOffset LastCommitterDate { get; init; }

    public required DateTimeOffset LastAuthorDate { get; init; }

    /// <summary>file, dir, symlink or submodule.</summary>
    public required string Type { get; init; }

    public required long Size { get; init; }

    public string? Encoding { get; init; }

    public string? Content { get; init; }

    /// <summary>Where a symlink points.</summary>
    public string? Target { get; init; }

    public required string Url { get; init; }

    public required string HtmlUrl { get; init; }

    public required string GitUrl { get; init; }

    public string? DownloadUrl { get; init; }

    public string? SubmoduleGitUrl { get; init; }

    [JsonPropertyName("_links")]
    public required ContentLinksBody Links { get; init; }
}

/// <summary>Gitea's <c>FileResponse</c> and <c>FileDeleteResponse</c>.</summary>
internal sealed record FileResponseBody(ContentBody? Content, FileCommitBody Commit, VerificationBody Verification);

/// <summary>Gitea's <c>FilesResponse</c>.</summary>
internal sealed record FilesResponseBody(IReadOnlyList<ContentBody?> Files, FileCommitBody Commit, VerificationBody Verification);
