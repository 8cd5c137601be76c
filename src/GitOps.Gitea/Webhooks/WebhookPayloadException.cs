namespace GitOps.Gitea.Webhooks;

/// <summary>A delivery's payload is not what its event should carry. Answer 400; Gitea does not send it again.</summary>
public sealed class WebhookPayloadException(string message, Exception? inner = null) : Exception(message, inner);
