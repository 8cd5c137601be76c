namespace GitOps.Gitea.Errors;

/// <summary>Gitea could not be reached, did not answer in time, broke off, or answered 5xx, also when asked again.</summary>
public sealed class GiteaUnavailableException(string message, Exception? inner = null) : GiteaException(message, inner)
{
    public override bool IsTransient => true;
}
