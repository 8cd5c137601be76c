namespace GitOps.Gitea.Errors;

/// <summary>429, also when asked again.</summary>
public sealed class GiteaRateLimitedException(string message, Exception? inner = null) : GiteaException(message, inner)
{
    /// <summary>How long Gitea asks to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public override bool IsTransient => true;
}
