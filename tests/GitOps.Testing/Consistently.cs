using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace GitOps.Testing;

/// <summary>
/// Watches that the world stays as expected for a while: for what must not happen. Prefer an event that proves that the
/// time for it has passed, and <see cref="Eventually"/>; use this where there is none.
/// </summary>
public static class Consistently
{
    /// <summary>How long is watched when a test does not say otherwise.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(1);

    // A busy machine reads slowly: that is no change of the world.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fails at the first reading that does not satisfy the constraint, or that throws.</summary>
    public static async Task That<T>(
        Func<Task<T>> read,
        IResolveConstraint expected,
        string? because = null,
        TimeSpan? during = null,
        CancellationToken cancellation = default)
    {
        var duration = during ?? DefaultDuration;
        var polling = new Polling<T>(read, expected);
        do
        {
            if (!await polling.MatchesAsync(polling.Elapsed + Patience, cancellation))
            {
                throw new AssertionException(
                    $"No longer so after {polling.Elapsed.TotalSeconds:0.0} s{(because is null ? "" : $": {because}")}" +
                    $"{Environment.NewLine}{polling.Shortfall}");
            }

            await polling.PauseAsync(cancellation);
        }
        while (polling.Elapsed < duration);
    }

    /// <inheritdoc cref="That{T}(Func{Task{T}}, IResolveConstraint, string?, TimeSpan?, CancellationToken)"/>
    public static Task That<T>(
        Func<T> read,
        IResolveConstraint expected,
        string? because = null,
        TimeSpan? during = null,
        CancellationToken cancellation = default)
        => That(() => Task.FromResult(read()), expected, because, during, cancellation);
}
