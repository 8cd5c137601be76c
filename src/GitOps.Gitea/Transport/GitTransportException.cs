using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Transport;

/// <summary>git failed here, not at Gitea: the program is missing, the disk is full, the mirror stays broken, a limit was passed.</summary>
public sealed class GitTransportException(string message, Exception? inner = null) : GiteaException(message, inner);
