namespace GitOps.Kubernetes.Transport;

/// <summary>How often and after what time a request is sent again.</summary>
/// <remarks>
/// 429 is sent again for every verb, since the server did nothing; 5xx and broken connections only for what is idempotent.
/// </remarks>
public sealed record RetryPolicy
{
    /// <summary>Each request is sent once.</summary>
    public static RetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>At most so many times is a request sent. Default 5; at least 1.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; doubles with each. Default 100 ms.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>No wait of our own choice is longer. Default 5 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A server that asks for a longer wait is not waited for: the caller gets the error, with the time. Default 30 s.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the given attempt (from 1): never shorter than the server asks, spread so that clients do not return all at once.</summary>
    internal TimeSpan DelayAfter(int attempt, TimeSpan? retryAfter)
    {
        var ceiling = Math.Min(BaseDelay.TotalMilliseconds * (1L << Math.Min(attempt - 1, 20)), MaxDelay.TotalMilliseconds);
        var spread = Random.Shared.NextDouble();
        return retryAfter is { } asked
            ? asked + TimeSpan.FromMilliseconds(ceiling * spread)
            : TimeSpan.FromMilliseconds(ceiling * (0.5 + (0.5 * spread)));
    }
}
