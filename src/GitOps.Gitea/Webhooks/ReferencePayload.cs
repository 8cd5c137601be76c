namespace GitOps.Gitea.Webhooks;

/// <summary>A branch or tag was made or deleted.</summary>
/// <param name="Reference">Its short name: <c>main</c>.</param>
/// <param name="ReferenceType"><c>branch</c> or <c>tag</c>.</param>
public sealed record ReferencePayload(
    RepositoryName ChangedIn, long RepositoryId, string Sender, string Reference, string ReferenceType, bool IsDeletion)
    : WebhookPayload(ChangedIn, RepositoryId, Sender);
