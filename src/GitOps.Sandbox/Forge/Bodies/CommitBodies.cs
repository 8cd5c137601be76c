using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>PayloadUser</c>.</summary>
internal sealed record PayloadUserBody(string Name, string Email, [property: JsonPropertyName("username")] string UserName);

/// <summary>Gitea's <c>PayloadCommitVerification</c>; nothing is ever signed here.</summary>
internal sealed record VerificationBody(bool Verified = false, string Reason = "gpg.error.not_signed_commit", string Signature = "", object? Signer = null, string Payload = "");

/// <summary>Gitea's <c>PayloadCommit</c>, of branches and of push events.</summary>
internal sealed record PayloadCommitBody(
    string Id,
    string Message,
    string Url,
    PayloadUserBody Author,
    PayloadUserBody Committer,
    VerificationBody? Verification,
    DateTimeOffset Timestamp,
    IReadOnlyList<string>? Added,
    IReadOnlyList<string>? Removed,
    IReadOnlyList<string>? Modified);

/// <summary>Gitea's <c>Branch</c>.</summary>
internal sealed record BranchBody(string Name, PayloadCommitBody Commit, bool UserCanPush, bool UserCanMerge)
{
    public bool Protected { get; init; }

    public int RequiredApprovals { get; init; }

    public bool EnableStatusCheck { get; init; }

    public string[] StatusCheckContexts { get; init; } = [];

    public string EffectiveBranchProtectionName { get; init; } = "";
}

/// <summary>Gitea's <c>CommitMeta</c>.</summary>
internal sealed record CommitMetaBody(string Url, string Sha, DateTimeOffset Created);

/// <summary>Gitea's <c>CommitUser</c>.</summary>
internal sealed record CommitUserBody(string Name, string Email, DateTimeOffset Date);

/// <summary>Gitea's <c>RepoCommit</c>.</summary>
internal sealed record RepoCommitBody(string Url, CommitUserBody Author, CommitUserBody Committer, string Message, CommitMetaBody Tree, VerificationBody? Verification);

/// <summary>Gitea's <c>CommitAffectedFiles</c>.</summary>
internal sealed record AffectedFileBody(string Filename, string Status);

/// <summary>Gitea's <c>CommitStats</c>, in lines.</summary>
internal sealed record CommitStatsBody(int Total, int Additions, int Deletions);

/// <summary>Gitea's <c>Commit</c>.</summary>
internal sealed record CommitBody(
    string Url,
    string Sha,
    DateTimeOffset Created,
    string HtmlUrl,
    RepoCommitBody Commit,
    UserBody? Author,
    UserBody? Committer,
    IReadOnlyList<CommitMetaBody> Parents,
    IReadOnlyList<AffectedFileBody>? Files,
    CommitStatsBody? Stats);

/// <summary>Gitea's <c>FileCommitResponse</c>.</summary>
internal sealed record FileCommitBody(
    string Url,
    string Sha,
    DateTimeOffset Created,
    string HtmlUrl,
    CommitUserBody Author,
    CommitUserBody Committer,
    IReadOnlyList<CommitMetaBody> Parents,
    string Message,
    CommitMetaBody Tree);

/// <summary>Gitea's <c>Tag</c>.</summary>
internal sealed record TagBody(string Name, string Message, string Id, CommitMetaBody Commit, string ZipballUrl, string TarballUrl);

/// <summary>Gitea's <c>GitObject</c> within <c>Reference</c>.</summary>
internal sealed record RefTargetBody(string Type, string Sha, string Url);

/// <summary>Gitea's <c>Reference</c>.</summary>
internal sealed record RefBody(string Ref, string Url, RefTargetBody Object);
