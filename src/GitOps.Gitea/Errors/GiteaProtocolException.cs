namespace GitOps.Gitea.Errors;

/// <summary>Something answered that does not speak Gitea's API: a proxy's page, an unknown route, a document of another shape. Never read as "does not exist".</summary>
public sealed class GiteaProtocolException(string message, Exception? inner = null) : GiteaException(message, inner);
