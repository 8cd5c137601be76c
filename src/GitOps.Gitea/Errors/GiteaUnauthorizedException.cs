namespace GitOps.Gitea.Errors;

/// <summary>401: no credential, a wrong one, or one that was revoked. Nothing that this caller was told before still counts.</summary>
public sealed class GiteaUnauthorizedException(string message, Exception? inner = null) : GiteaException(message, inner);
