namespace GitOps.Configstore.Access;

/// <summary>A source has shown too many wrong credentials: nothing was tried.</summary>
public sealed class TooManyFailuresException(TimeSpan retryAfter)
    : Exception("Too many wrong credentials came from this address; further ones are not looked at until some time has passed. Those that were right before still are.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
