using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using GitOps.Benchmarks.Stage;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>Tells when the API server stored a new generation of a Deployment: a watch that notes the time of each event.</summary>
internal sealed class DeploymentWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private DeploymentWatch(StreamReader lines) => _reading = ReadAsync(lines);

    public static async Task<DeploymentWatch> StartAsync(BareClient client, string ns, CancellationToken cancellationToken) =>
        new(await client.WatchAsync($"apis/apps/v1/namespaces/{ns}/deployments", cancellationToken));

    public long GenerationOf(string name) => _seen.TryGetValue(name, out var seen) ? seen.Generation : 0;

    /// <summary>Waits for a later generation.</summary>
    /// <returns>The <see cref="Stopwatch"/> timestamp at which it was seen.</returns>
    public async Task<long> WaitBeyondAsync(string name, long generation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = _seen.GetOrAdd(name, static _ => new Seen(0, 0, NewSignal()));
            if (seen.Generation > generation) return seen.At;
            await seen.Changed.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(StreamReader lines)
    {
        using (lines)
        {
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                var at = Stopwatch.GetTimestamp();
                using var document = JsonDocument.Parse(line);
                var metadata = document.RootElement.GetProperty("object").GetProperty("metadata");
                var name = metadata.GetProperty("name").GetString()!;
                var generation = metadata.GetProperty("generation").GetInt64();
                var before = _seen.GetOrAdd(name, static _ => new Seen(0, 0, NewSignal()));
                if (generation <= before.Generation) continue;
                _seen[name] = new Seen(generation, at, NewSignal());
                before.Changed.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Seen(long Generation, long At, TaskCompletionSource Changed);
}
