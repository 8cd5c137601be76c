namespace GitOps.Gitea.Errors;

/// <summary>404 to a caller who is no administrator: whether it exists cannot be known, so nothing may be concluded from it.</summary>
public sealed class GiteaNotVisibleException(string message, Exception? inner = null) : GiteaException(message, inner);
