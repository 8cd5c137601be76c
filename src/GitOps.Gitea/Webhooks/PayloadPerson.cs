namespace GitOps.Gitea.Webhooks;

internal sealed record PayloadPerson(string? Email = null);
