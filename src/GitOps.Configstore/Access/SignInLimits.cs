using System.Collections.Concurrent;
using System.Net;

namespace GitOps.Configstore.Access;

/// <summary>
/// Keeps those who guess from Gitea: after <c>AUTH_FAILURES</c> wrong tries from one source within <c>AUTH_FAILURE_WINDOW</c> nothing
/// more is tried for it until the window is over. A source is an address; of IPv6 a /64, which is one network's. Tries that are under
/// way count until they are known to be right, so that many at once are no way round. Holds no more than <see cref="MaxSources"/>.
/// </summary>
public sealed class SignInLimits(ConfigstoreSettings settings, TimeProvider time, AccessMetrics metrics, ILogger<SignInLimits> logger)
{
    private const int MaxSources = 10_000;

    private readonly ConcurrentDictionary<IPAddress, Source> _sources = new();

    /// <summary>Sources that are remembered.</summary>
    public int Count => _sources.Count;

    /// <summary>Makes a try that answers null when it was wrong. What throws was neither right nor wrong.</summary>
    /// <exception cref="TooManyFailuresException">The source has to wait; nothing was tried.</exception>
    public async Task<T?> TryAsync<T>(IPAddress? address, Func<Task<T?>> attempt)
        where T : class
    {
        var key = SourceAddress.Of(address);
        var source = await EnterAsync(key);
        var failed = false;
        try
        {
            var answer = await attempt();
            failed = answer is null;
            return answer;
        }
        finally
        {
            Leave(key, source, failed);
        }
    }

    private async Task<Source> EnterAsync(IPAddress key)
    {
        while (true)
        {
            // Everything is forgotten at once: whoever has so many addresses is not held up by a limit for each.
            if (_sources.Count >= MaxSources) _sources.Clear();
            var source = _sources.GetOrAdd(key, _ => new Source(time.GetTimestamp()));
            Task settled;
            lock (source)
            {
                // Let go of between finding and locking it: what would be counted here would be lost.
                if (!_sources.TryGetValue(key, out var current) || current != source) continue;
                var left = settings.AuthFailureWindow - time.GetElapsedTime(source.Since);
                if (source.Failures > 0 && left <= TimeSpan.Zero) source.Failures = 0;
                if (source.Failures >= settings.AuthFailures)
                {
                    metrics.SignInRefused();
                    throw new TooManyFailuresException(left);
                }
                if (source.Failures + source.Pending < settings.AuthFailures)
                {
                    source.Pending++;
                    return source;
                }
                settled = source.Settled.Task;
            }
            // As many as may be wrong are being tried: whether there may be another, their answers will show.
            await settled;
        }
    }

    private void Leave(IPAddress key, Source source, bool failed)
    {
        TaskCompletionSource settled;
        lock (source)
        {
            source.Pending--;
            if (failed)
            {
                metrics.SignInFailed();
                if (source.Failures++ == 0) source.Since = time.GetTimestamp();
                if (source.Failures == settings.AuthFailures)
                    logger.LogWarning("{Source} showed {Count} wrong credentials; further unknown ones are refused for {Window}", key, source.Failures, settings.AuthFailureWindow);
            }
            if (source is { Failures: 0, Pending: 0 }) _sources.TryRemove(KeyValuePair.Create(key, source));
            settled = source.Settled;
            source.Settled = NewSignal();
        }
        settled.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Source(long since)
    {
        public long Since { get; set; } = since;

        public int Failures { get; set; }

        public int Pending { get; set; }

        /// <summary>Done when the next try is over.</summary>
        public TaskCompletionSource Settled { get; set; } = NewSignal();
    }
}
