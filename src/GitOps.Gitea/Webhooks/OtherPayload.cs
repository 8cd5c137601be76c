namespace GitOps.Gitea.Webhooks;

/// <summary>An event that the house makes nothing of.</summary>
public sealed record OtherPayload(RepositoryName? Repository, long RepositoryId, string Sender, string Event)
    : WebhookPayload(Repository, RepositoryId, Sender);
