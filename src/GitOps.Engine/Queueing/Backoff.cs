namespace GitOps.Engine.Queueing;

/// <summary>Delays that double from <see cref="First"/> up to <see cref="Cap"/>, each with jitter, so that what failed together does not come back together.</summary>
public sealed record Backoff
{
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Share of a delay that is random, 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <param name="failures">Failures in a row, at least 1.</param>
    public TimeSpan Delay(int failures)
    {
        var full = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 40)), Cap.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - Jitter + (Jitter * Random.Shared.NextDouble())));
    }
}
