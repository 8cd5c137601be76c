namespace GitOps.Gitea.Errors;

/// <summary>400 or 422: Gitea refuses the request itself; sending it again will not help.</summary>
public sealed class GiteaValidationException(string message, Exception? inner = null) : GiteaException(message, inner);
