namespace GitOps.Gitea.Webhooks;

internal sealed record PayloadUser(string? Login = null);
