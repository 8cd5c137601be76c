using System.Collections.Concurrent;
using System.Text.Json;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Watching;

namespace GitOps.Sandbox.Kubelet;

/// <summary>
/// A kubelet (and, where none runs, the scheduler) for one node, through the API alone, so that it serves the sandbox's cluster
/// and real API servers alike. What happens inside of pods is up to the <see cref="IPodRuntime"/>.
/// </summary>
public sealed class SimulatedKubelet : IKubelet, IDisposable
{
    private static readonly GroupVersionKind Pods = new("v1", "Pod");
    private readonly ConcurrentDictionary<string, PodLife> _lives = new(StringComparer.Ordinal);
    private readonly KubernetesClient _client;
    private readonly KubeletOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SimulatedKubelet> _logger;
    private readonly SemaphoreSlim _places;
    private readonly PodWorker _worker;

    /// <param name="client">Stays the caller's.</param>
    /// <param name="runtime">Runs the containers, or seems to.</param>
    public SimulatedKubelet(KubernetesClient client, IPodRuntime runtime, KubeletOptions options, TimeProvider clock, ILogger<SimulatedKubelet> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        (_client, _options, _clock, _logger) = (client, options, clock, logger);
        _places = new SemaphoreSlim(options.Concurrency);
        _worker = new PodWorker(client, runtime, options, _places, clock, logger);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TryAgainAsync("register the node", token => new NodeRegistration(_client, _options.NodeName, _clock).RegisterAsync(token), cancellation);
            while (true)
                await TryAgainAsync("follow the pods", FollowAsync, cancellation);
        }
        finally
        {
            await Task.WhenAll(_lives.Values.Select(life => life.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var uid in _lives.Keys)
                Forget(uid);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task TryAgainAsync(string action, Func<CancellationToken, Task> attempt, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await attempt(cancellation);
                return;
            }
            catch (GoneException)
            {
                // The watch is too old to go on from: a new list follows at once.
                return;
            }
            catch (KubernetesException error) when (!cancellation.IsCancellationRequested)
            {
                _logger.LogWarning(error, "Could not {Action}; trying again in {Delay}", action, _options.RetryDelay);
                await Task.Delay(_options.RetryDelay, _clock, cancellation);
            }
        }
    }

    /// <summary>One list, and watches from there on until one cannot be resumed.</summary>
    private async Task FollowAsync(CancellationToken cancellation)
    {
        var list = await _client.ListAsync(Pods, _options.Namespace, ListOptions.Default, cancellation);
        var present = list.Items.Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var uid in _lives.Keys.Where(uid => !present.Contains(uid)))
            Forget(uid);
        foreach (var pod in list.Items)
            Observe(pod, cancellation);
        var version = list.ResourceVersion;
        while (true)
        {
            await foreach (var change in _client.WatchAsync(Pods, _options.Namespace, new WatchOptions { ResourceVersion = version }, cancellation))
            {
                version = change.Item.ResourceVersion;
                if (change.Type == WatchEventType.Deleted)
                    Forget(change.Item.Uid);
                else if (change.Type != WatchEventType.Bookmark)
                    Observe(change.Item, cancellation);
            }
        }
    }

    private void Observe(KubernetesObject pod, CancellationToken cancellation)
    {
        var node = Text(pod, "spec", "nodeName");
        if (node is null ? !_options.SchedulePods || pod.IsTerminating : node != _options.NodeName)
            return;
        if (_lives.TryGetValue(pod.Uid, out var life))
        {
            if (pod.IsTerminating && life.TryBeginStop())
                life.Work = StopAsync(life, new PodSpecification(pod.Clone()), Grace(pod), cancellation);
            return;
        }
        life = new PodLife(cancellation);
        _lives[pod.Uid] = life;
        var specification = new PodSpecification(pod.Clone());
        if (pod.IsTerminating && life.TryBeginStop())
            life.Work = StopAsync(life, specification, Grace(pod), cancellation);
        else if (Text(pod, "status", "phase") is not ("Running" or "Succeeded" or "Failed") || !IsReady(pod))
            life.Work = GuardAsync(specification, _worker.RunAsync(specification, node is not null, life.Running));
    }

    private async Task StopAsync(PodLife life, PodSpecification pod, TimeSpan grace, CancellationToken cancellation)
    {
        life.Cancel();
        await life.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await GuardAsync(pod, _worker.StopAsync(pod, grace, cancellation));
    }

    /// <summary>A pod that goes wrong concerns no other pod.</summary>
    private async Task GuardAsync(PodSpecification pod, Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // The pod is to stop, or the kubelet is.
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "The pod {Namespace}/{Name} could not be run", pod.Namespace, pod.Name);
        }
    }

    private void Forget(string uid)
    {
        if (_lives.TryRemove(uid, out var life))
            life.Dispose();
    }

    private static TimeSpan Grace(KubernetesObject pod) =>
        pod.Metadata.TryGetProperty("deletionGracePeriodSeconds", out var seconds) && seconds.TryGetInt64(out var number) ? TimeSpan.FromSeconds(number) : TimeSpan.Zero;

    private static bool IsReady(KubernetesObject pod) =>
        pod.Json.TryGetProperty("status", out var status) && status.TryGetProperty("conditions", out var conditions) && conditions.ValueKind == JsonValueKind.Array
        && conditions.EnumerateArray().Any(condition => condition.GetProperty("type").ValueEquals("Ready") && condition.GetProperty("status").ValueEquals("True"));

    private static string? Text(KubernetesObject pod, string parent, string name) =>
        pod.Json.TryGetProperty(parent, out var section) && section.TryGetProperty(name, out var value) ? value.GetString() : null;
}
