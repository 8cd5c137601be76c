namespace GitOps.Gitea.Webhooks;

internal sealed record PayloadRepository(long? Id = null, string? Name = null, PayloadUser? Owner = null);
