using System.Net;

namespace GitOps.Gitea.Errors;

/// <summary>
/// A call to Gitea that did not give what was asked for. The message says what was being done, why it failed and what
/// to do next, and never holds a credential.
/// </summary>
public abstract class GiteaException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What Gitea answered; null when it did not.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Whether the same call may succeed later although nobody changes anything.</summary>
    public virtual bool IsTransient => false;
}
