namespace GitOps.Configstore.Webhooks;

/// <summary>What Gitea is answered: <c>{"ok":true}</c>.</summary>
public sealed record WebhookAnswer(bool Ok);
