namespace GitOps.Gitea.Webhooks;

/// <summary>A payload as it comes: anything may be null or missing.</summary>
internal sealed record PayloadBody(
    string? Ref = null,
    string? RefType = null,
    string? Before = null,
    string? After = null,
    string? Action = null,
    int? TotalCommits = null,
    IReadOnlyList<PayloadCommit?>? Commits = null,
    PayloadRepository? Repository = null,
    PayloadUser? Pusher = null,
    PayloadUser? Sender = null);
