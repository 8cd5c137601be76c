namespace GitOps.Gitea.Errors;

/// <summary>403: the caller is known but lacks the right or the token's scope.</summary>
public sealed class GiteaForbiddenException(string message, Exception? inner = null) : GiteaException(message, inner);
