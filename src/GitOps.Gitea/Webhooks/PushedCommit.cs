namespace GitOps.Gitea.Webhooks;

/// <summary>A commit as a push tells of it. What the payload does not say is empty.</summary>
public sealed record PushedCommit(string Sha, string Message, string AuthorMail, string CommitterMail);
