namespace GitOps.Gitea.Errors;

/// <summary>A list or tree changed, shrank or broke off while it was read, more often than it was worth starting again. Nothing of it may be used.</summary>
public sealed class GiteaIncompleteException(string message, Exception? inner = null) : GiteaException(message, inner)
{
    public override bool IsTransient => true;
}
