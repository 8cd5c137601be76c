namespace GitOps.Gitea.Webhooks;

internal sealed record PayloadCommit(string? Id = null, string? Message = null, PayloadPerson? Author = null, PayloadPerson? Committer = null);
