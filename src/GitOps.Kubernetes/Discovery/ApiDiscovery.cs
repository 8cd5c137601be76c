using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Transport;

namespace GitOps.Kubernetes.Discovery;

/// <summary>
/// Maps kinds to resources. A group and version is read when a kind of it is first asked for, and again when an unknown
/// kind is asked for; what is known costs no request.
/// </summary>
public sealed class ApiDiscovery : IDisposable
{
    /// <summary>An unknown kind, or one whose path is not found, makes no more than one request in this time.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<GroupVersionKind, ResourceDescriptor> _known = new();
    private readonly ConcurrentDictionary<GroupVersionKind, long> _missedAt = new();
    private readonly ConcurrentDictionary<GroupVersionKind, long> _forgottenAt = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ApiTransport _transport;

    internal ApiDiscovery(ApiTransport transport) => _transport = transport;

    /// <summary>The resource of a kind; completes at once when it is known.</summary>
    /// <exception cref="UnknownKindException">The server does not serve it.</exception>
    /// <exception cref="KubernetesException">The server could not be asked.</exception>
    public ValueTask<ResourceDescriptor> GetAsync(GroupVersionKind kind, CancellationToken cancellation = default) =>
        _known.TryGetValue(kind, out var known) ? ValueTask.FromResult(known) : ReadAsync(kind, cancellation);

    /// <summary>Is the kind served?</summary>
    /// <exception cref="KubernetesException">The server could not be asked.</exception>
    public async ValueTask<bool> IsServedAsync(GroupVersionKind kind, CancellationToken cancellation = default)
    {
        try
        {
            await GetAsync(kind, cancellation);
            return true;
        }
        catch (UnknownKindException)
        {
            return false;
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Forgets a kind whose path answered 404: its version may have gone in an upgrade.</summary>
    internal void Forget(GroupVersionKind kind)
    {
        if (_forgottenAt.TryGetValue(kind, out var at) && _transport.Time.GetElapsedTime(at) < ReadAgainAfter) return;
        _forgottenAt[kind] = _transport.Time.GetTimestamp();
        _known.TryRemove(kind, out _);
    }

    private async ValueTask<ResourceDescriptor> ReadAsync(GroupVersionKind kind, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind.ApiVersion, nameof(kind));
        ArgumentException.ThrowIfNullOrEmpty(kind.Kind, nameof(kind));
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!_known.TryGetValue(kind, out var found) && !WasMissedJustNow(kind))
            {
                await ReadGroupVersionAsync(kind.ApiVersion, cancellation);
                if (!_known.TryGetValue(kind, out found)) _missedAt[kind] = _transport.Time.GetTimestamp();
            }
            return found ?? throw new UnknownKindException($"The API server serves no {kind}. Check apiVersion and kind, and that its CustomResourceDefinition is installed.");
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool WasMissedJustNow(GroupVersionKind kind) =>
        _missedAt.TryGetValue(kind, out var at) && _transport.Time.GetElapsedTime(at) < ReadAgainAfter;

    private async Task ReadGroupVersionAsync(string apiVersion, CancellationToken cancellation)
    {
        var request = new ApiRequest { Method = HttpMethod.Get, Path = ResourceDescriptor.GroupPath(apiVersion), Verb = "read the resources of", Idempotent = true };
        try
        {
            using var answer = await _transport.SendAsync(request, cancellation);
            using var document = JsonDocument.Parse(answer.Body);
            foreach (var resource in Read(apiVersion, document.RootElement)) _known[resource.Kind] = resource;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw ErrorFactory.Unreadable(request.Action, error);
        }
        catch (NotFoundException)
        {
            // No such group or version: the caller says so, in terms of the kind that was asked for.
        }
    }

    private static IEnumerable<ResourceDescriptor> Read(string apiVersion, JsonElement list)
    {
        var entries = list.GetProperty("resources"u8).EnumerateArray().ToArray();
        var subresources = entries.Select(entry => entry.GetProperty("name"u8).GetString()!.Split('/', 2))
            .Where(name => name.Length == 2).ToLookup(name => name[0], name => name[1]);
        foreach (var entry in entries)
        {
            var plural = entry.GetProperty("name"u8).GetString()!;
            if (plural.Contains('/')) continue;
            yield return new ResourceDescriptor(
                new GroupVersionKind(apiVersion, entry.GetProperty("kind"u8).GetString()!),
                plural,
                entry.GetProperty("namespaced"u8).GetBoolean(),
                entry.GetProperty("verbs"u8).EnumerateArray().Select(verb => verb.GetString()!).ToFrozenSet(),
                subresources[plural].ToFrozenSet());
        }
    }
}
