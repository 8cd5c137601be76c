using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Kubernetes.Events;

/// <summary>
/// Records events about objects, for people who ask <c>kubectl describe</c> or <c>kubectl get events</c>. The same thing again
/// is counted on the event that is there. An event is never worth failing for: one that cannot be written is logged.
/// Uses events.k8s.io/v1 where it is served (since 1.19), and v1 elsewhere and for cluster-wide objects. Safe for concurrent use.
/// </summary>
public sealed class EventRecorder
{
    private static readonly GroupVersionKind Modern = new("events.k8s.io/v1", "Event");
    private static readonly GroupVersionKind Core = new("v1", "Event");

    private readonly Lock _gate = new();
    private readonly Dictionary<EventKey, EventSeries> _series = [];
    private readonly KubernetesClient _client;
    private readonly EventRecorderOptions _options;
    private readonly EventWriter _writer;
    private readonly ILogger _logger;

    public EventRecorder(KubernetesClient client, EventRecorderOptions options, ILogger<EventRecorder>? logger = null)
    {
        _client = client;
        _options = options;
        _writer = new EventWriter(options, client.Time);
        _logger = logger ?? NullLogger<EventRecorder>.Instance;
    }

    /// <summary>Records that something happened.</summary>
    /// <param name="subject">To which object.</param>
    /// <param name="type">How bad it is.</param>
    /// <param name="reason">Why, in one CamelCase word, such as <c>Applied</c>.</param>
    /// <param name="action">What was being done, in one CamelCase word, such as <c>Reconcile</c>.</param>
    /// <param name="note">For people; cut after 1,024 bytes. Anybody who may read events reads it: no secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False when the API server could not be told; that is logged.</returns>
    public async Task<bool> RecordAsync(EventSubject subject, EventType type, string reason, string action, string note, CancellationToken cancellation = default)
    {
        var key = new EventKey(subject, type, reason, action, note);
        try
        {
            // Servers before 1.21 take events of the modern form about cluster-wide objects in kube-system only.
            var kind = subject.Target.Namespace.Length > 0 && await _client.Discovery.IsServedAsync(Modern, cancellation) ? Modern : Core;
            if (CountRepetition(key) is { } repeated)
            {
                if (!repeated.IsDue || await TryCountAsync(kind, key, repeated, cancellation)) return true;
            }
            var target = EventWriter.NewTarget(kind, subject);
            await _client.CreateAsync(target, _writer.New(target, key), null, cancellation);
            Remember(key, new EventSeries(target, _client.Time.GetTimestamp()));
            return true;
        }
        catch (KubernetesException error)
        {
            _logger.LogWarning("An event ({Reason}) about {Subject} was not recorded: {Error}", reason, subject.Target, error.Message);
            return false;
        }
    }

    /// <returns>False when the event is not there any more, as after its time to live.</returns>
    private async Task<bool> TryCountAsync(GroupVersionKind kind, EventKey key, Repetition repeated, CancellationToken cancellation)
    {
        try
        {
            await _client.PatchAsync(repeated.Target, PatchType.Merge, _writer.Count(kind, repeated.Count), null, cancellation);
            return true;
        }
        catch (NotFoundException)
        {
            lock (_gate) _series.Remove(key);
            return false;
        }
    }

    private Repetition? CountRepetition(EventKey key)
    {
        lock (_gate)
        {
            if (!_series.TryGetValue(key, out var series)) return null;
            if (_client.Time.GetElapsedTime(series.SeenAt) > _options.SeriesWindow)
            {
                _series.Remove(key);
                return null;
            }
            series.Count++;
            series.SeenAt = _client.Time.GetTimestamp();
            var isDue = _client.Time.GetElapsedTime(series.WrittenAt) >= _options.SeriesInterval;
            if (isDue) series.WrittenAt = series.SeenAt;
            return new Repetition(series.Target, series.Count, isDue);
        }
    }

    private void Remember(EventKey key, EventSeries series)
    {
        lock (_gate)
        {
            if (_series.Count >= _options.MaxSeries)
            {
                foreach (var (old, _) in _series.OrderBy(entry => entry.Value.SeenAt).Take(_options.MaxSeries / 4 + 1).ToArray()) _series.Remove(old);
            }
            _series[key] = series;
        }
    }

    private readonly record struct Repetition(ObjectReference Target, int Count, bool IsDue);
}
