using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace GitOps.Testing;

/// <summary>
/// Waits until the world is as expected, by looking again and again up to a deadline. A failure shows the last
/// reading (or what it threw), how long was waited, and how often was looked. A reading that throws counts as "not yet".
/// </summary>
/// <example><c>await Eventually.That(() => cluster.GetAsync("web"), Is.Not.Null, "the deployment is made");</c></example>
public static class Eventually
{
    /// <summary>How long is waited when a test does not say otherwise: long enough for a loaded two-core machine.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a reading that satisfies the constraint, and returns it.</summary>
    public static async Task<T> That<T>(
        Func<Task<T>> read,
        IResolveConstraint expected,
        string? because = null,
        TimeSpan? within = null,
        CancellationToken cancellation = default)
    {
        var deadline = within ?? DefaultDeadline;
        var polling = new Polling<T>(read, expected);
        while (!await polling.MatchesAsync(deadline, cancellation))
        {
            if (polling.Elapsed >= deadline)
            {
                throw new AssertionException(
                    $"Not within {deadline.TotalSeconds:0.###} s{(because is null ? "" : $": {because}")} " +
                    $"({polling.Attempts} readings in {polling.Elapsed.TotalSeconds:0.0} s)" +
                    $"{Environment.NewLine}{polling.Shortfall}");
            }

            await polling.PauseAsync(cancellation);
        }

        return polling.Value!;
    }

    /// <inheritdoc cref="That{T}(Func{Task{T}}, IResolveConstraint, string?, TimeSpan?, CancellationToken)"/>
    public static Task<T> That<T>(
        Func<T> read,
        IResolveConstraint expected,
        string? because = null,
        TimeSpan? within = null,
        CancellationToken cancellation = default)
        => That(() => Task.FromResult(read()), expected, because, within, cancellation);

    /// <summary>Waits for a condition to hold.</summary>
    public static Task That(
        Func<Task<bool>> condition,
        string because,
        TimeSpan? within = null,
        CancellationToken cancellation = default)
        => That(condition, Is.True, because, within, cancellation);

    /// <inheritdoc cref="That(Func{Task{bool}}, string, TimeSpan?, CancellationToken)"/>
    public static Task That(
        Func<bool> condition,
        string because,
        TimeSpan? within = null,
        CancellationToken cancellation = default)
        => That(() => Task.FromResult(condition()), Is.True, because, within, cancellation);
}
