using System.Collections.Concurrent;
using GitOps.Kubernetes.Watching;

namespace GitOps.Kubernetes.Tests.Support;

/// <summary>What a consumer of a reflector believes: the objects told of and not told as deleted, and the story of how it came so.</summary>
public sealed class ObservedWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _objects = new();
    private readonly ConcurrentQueue<string> _story = new();
    private readonly Task _run;

    public ObservedWorld(Reflector reflector)
    {
        Reflector = reflector;
        _run = RunAsync();
    }

    public Reflector Reflector { get; }

    /// <summary>Name and the entry <c>key</c> of each ConfigMap, such as <c>a=one</c>.</summary>
    public IEnumerable<string> Objects => _objects.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}");

    /// <summary>Such as <c>Added a</c>, without bookmarks.</summary>
    public IReadOnlyList<string> Story => [.. _story];

    public int Bookmarks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var told in Reflector.RunAsync(_stop.Token))
        {
            switch (told.Type)
            {
                case ObjectEventType.Bookmark:
                    Bookmarks++;
                    continue;
                case ObjectEventType.Added or ObjectEventType.Modified:
                    _objects[told.Name.Name] = told.Item!.Value.Json.TryGetProperty("data", out var data) ? data.GetProperty("key").GetString()! : "";
                    break;
                case ObjectEventType.Deleted:
                    _objects.TryRemove(told.Name.Name, out _);
                    break;
            }
            _story.Enqueue($"{told.Type} {told.Name.Name}".Trim());
        }
    }
}
