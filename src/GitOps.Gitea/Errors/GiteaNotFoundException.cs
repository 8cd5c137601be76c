namespace GitOps.Gitea.Errors;

/// <summary>404 in Gitea's own format: it does not exist, <em>or</em> the caller may not see it. The client's <c>Find…</c> methods tell the two apart.</summary>
public sealed class GiteaNotFoundException(string message, Exception? inner = null) : GiteaException(message, inner);
