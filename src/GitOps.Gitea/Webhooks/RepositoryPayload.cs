namespace GitOps.Gitea.Webhooks;

/// <summary>A repository was made or deleted.</summary>
/// <param name="Action"><c>created</c> or <c>deleted</c>.</param>
public sealed record RepositoryPayload(RepositoryName Changed, long RepositoryId, string Sender, string Action)
    : WebhookPayload(Changed, RepositoryId, Sender);
