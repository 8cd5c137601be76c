using System.Net;
using System.Runtime.CompilerServices;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Kubernetes.Watching;

/// <summary>
/// Tells of every object of a kind and of every change to it, for as long as it runs, across broken connections and
/// restarts of the server. It lists, watches from there, resumes a broken watch where it was, and lists again when the server
/// has forgotten that point; then it tells the difference, so that what vanished unseen is told as deleted. Only a list
/// that was read whole can say that something is gone. It keeps name, uid and version of each object, and nothing else.
/// </summary>
public sealed class Reflector
{
    /// <summary>A watch that ends sooner than this without an event counts as a failure, lest a server that closes at once is asked in a loop.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    private const int ResumesBeforeRelist = 3;
    private const int PagedListAttempts = 3;

    private readonly KubernetesClient _client;
    private readonly GroupVersionKind _kind;
    private readonly string _namespace;
    private readonly ReflectorOptions _options;
    private readonly ILogger _logger;
    private readonly KnownObjects _known = new();
    private readonly ReflectorPulse _pulse;
    private string? _version;
    private int _expiredLists;
    private int _running;

    /// <param name="client">The cluster.</param>
    /// <param name="kind">What to follow.</param>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="options">Null for the default.</param>
    /// <param name="logger">Null for none.</param>
    public Reflector(KubernetesClient client, GroupVersionKind kind, string @namespace = "", ReflectorOptions? options = null, ILogger<Reflector>? logger = null)
    {
        _client = client;
        _kind = kind;
        _namespace = @namespace;
        _options = options ?? ReflectorOptions.Default;
        _logger = logger ?? NullLogger<Reflector>.Instance;
        _pulse = new ReflectorPulse(client.Time);
    }

    /// <summary>May be read at any time.</summary>
    public ReflectorHealth Health => _pulse.Read();

    /// <summary>
    /// Follows until cancelled; never ends by itself and never fails because of the server: see <see cref="Health"/>. Can be
    /// run once. A consumer that is slow slows the watch down; after minutes the server ends it and a relist follows.
    /// </summary>
    public async IAsyncEnumerable<ObjectEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0) throw new InvalidOperationException("A reflector can be run once.");
        while (true)
        {
            KubernetesException? failure = null;
            await using (var round = (_version is null ? ListAsync(cancellation) : WatchAsync(_version, cancellation)).GetAsyncEnumerator(cancellation))
            {
                while (true)
                {
                    try
                    {
                        if (!await round.MoveNextAsync()) break;
                    }
                    catch (KubernetesException error)
                    {
                        failure = error;
                        break;
                    }
                    yield return round.Current;
                }
            }
            if (failure is not null) await RecoverAsync(failure, cancellation);
        }
    }

    private async IAsyncEnumerable<ObjectEvent> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new ListOptions
        {
            LabelSelector = _options.LabelSelector,
            FieldSelector = _options.FieldSelector,
            // A cluster that changes faster than it can be paged through is asked for everything at once.
            PageSize = _expiredLists < PagedListAttempts ? _options.PageSize : 0,
        };
        _known.BeginRound();
        string version;
        for (string? next = null; ;)
        {
            using var page = await _client.ListPageAsync(_kind, _namespace, options, next, cancellation);
            _pulse.Listed();
            foreach (var item in page.Items)
            {
                if (_options.Counts?.Invoke(item) == false) continue;
                var (first, second) = _known.See(item);
                if (first is { } event1) yield return event1;
                if (second is { } event2) yield return event2;
            }
            version = VersionOf(page.ResourceVersion);
            next = page.Continue;
            if (next is null) break;
        }

        foreach (var gone in _known.EndRound()) yield return gone;
        _version = version;
        _expiredLists = 0;
        _pulse.Synced();
        yield return new ObjectEvent(ObjectEventType.Synced, default, default, version, null);
    }

    private async IAsyncEnumerable<ObjectEvent> WatchAsync(string version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var started = _client.Time.GetTimestamp();
        var quiet = true;
        var options = new WatchOptions
        {
            ResourceVersion = version,
            LabelSelector = _options.LabelSelector,
            FieldSelector = _options.FieldSelector,
            Duration = _options.WatchDuration * (1 - (0.2 * Random.Shared.NextDouble())),
            IdleTimeout = _options.IdleTimeout,
        };
        _logger.LogDebug("Watching {Kind} in {Namespace} from {Version}", _kind, _namespace, version);
        await foreach (var change in _client.WatchAsync(_kind, _namespace, options, _pulse.Connected, cancellation))
        {
            quiet = false;
            _pulse.Contact();
            _version = VersionOf(change.Item.ResourceVersion);
            if (change.Type == WatchEventType.Bookmark)
            {
                yield return new ObjectEvent(ObjectEventType.Bookmark, default, default, _version, null);
                continue;
            }
            if (_options.Counts?.Invoke(change.Item) == false) continue;
            var (first, second) = change.Type == WatchEventType.Deleted ? (_known.Remove(change.Item), null) : _known.See(change.Item);
            if (first is { } event1) yield return event1;
            if (second is { } event2) yield return event2;
        }
        if (quiet && _client.Time.GetElapsedTime(started) < ShortestWatch)
        {
            throw new UnreachableException($"Could not watch {_kind}: the server ended the watch at once. Look at the API server's log.");
        }
        _pulse.Disconnected();
    }

    private async Task RecoverAsync(KubernetesException failure, CancellationToken cancellation)
    {
        var failures = _pulse.Failed(failure.Message);
        var wasListing = _version is null;
        if (failure is GoneException)
        {
            // Nothing is wrong: our point in history has aged. What was told stays, and the relist tells the difference.
            _version = null;
            if (wasListing) _expiredLists++;
            if (failures == 1)
            {
                _logger.LogInformation("Listing {Kind} in {Namespace} anew, since the server has forgotten where the watch or list was", _kind, _namespace);
                return;
            }
        }
        else if (!wasListing && (failures >= ResumesBeforeRelist || IsAboutTheVersion(failure)))
        {
            _version = null;
        }
        var ceiling = Math.Min(_options.MinBackoff.TotalMilliseconds * (1L << Math.Min(failures - 1, 20)), _options.MaxBackoff.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(ceiling * (0.5 + (0.5 * Random.Shared.NextDouble())));
        if (failure.RetryAfter > delay) delay = failure.RetryAfter.Value;
        _logger.LogWarning("Attempt {Failures} failed, next in {Delay} ms: {Reason}", failures, (long)delay.TotalMilliseconds, failure.Message);
        await Task.Delay(delay, _client.Time, cancellation);
    }

    /// <summary>A watch from no version would begin with the present state, and what is gone by then would never be told.</summary>
    private string VersionOf(string version) => version.Length > 0 ? version : throw ErrorFactory.Unreadable($"follow {_kind}");

    /// <summary>After a restored backup of etcd, our version may be one that the server has not reached yet or cannot read.</summary>
    private static bool IsAboutTheVersion(KubernetesException failure) =>
        failure.StatusCode == HttpStatusCode.BadRequest || failure.Status.Causes.Any(cause => cause.Reason == "ResourceVersionTooLarge");
}
