namespace GitOps.Engine.Snapshots;

/// <summary>Desired state could not be read whole. Never a reason to change anything.</summary>
/// <param name="message">What was asked and what came of it.</param>
/// <param name="retryAfter">When the configstore asked to be left alone, for how long.</param>
/// <param name="inner">The client's error.</param>
public sealed class SnapshotsUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
