using System.Runtime.CompilerServices;
using GitOps.Sandbox.Cluster.Logs;

namespace GitOps.Sandbox.Kubelet;

/// <summary>
/// Containers that only seem to run: they become ready after a moment, those with a failing image never do. Init containers
/// end at once and well.
/// </summary>
/// <param name="options">How fast, and what fails.</param>
/// <param name="clock">Times of the states and of the delays.</param>
/// <param name="logs">Gets a few lines per container; null keeps no logs.</param>
public sealed class SimulatedPodRuntime(SimulationOptions options, TimeProvider clock, PodLogs? logs = null) : IPodRuntime
{
    private int _addresses;

    public async IAsyncEnumerable<PodState> RunAsync(PodSpecification pod, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (options.StartDelay > TimeSpan.Zero)
        {
            yield return new PodState(PodPhase.Pending, [.. pod.Containers.Select(container => new ContainerState(container) { Waiting = "ContainerCreating" })], null)
            {
                InitContainers = [.. pod.InitContainers.Select(container => new ContainerState(container) { Waiting = "PodInitializing" })],
            };
            await Task.Delay(options.StartDelay, clock, cancellation);
        }
        var now = clock.GetUtcNow();
        var states = pod.Containers.Select(container => State(container, now)).ToList();
        var waiting = states.Exists(state => state.Waiting == ImageFailure.ImagePullBackOff);
        foreach (var container in pod.InitContainers)
            Log(pod, container, now, "done");
        foreach (var state in states.Where(state => state.StartedAt is not null))
            Log(pod, state.Container, now, $"{state.Container.Name} started from {state.Container.Image}", state.IsReady ? "ready" : "fatal: exiting with code 1");
        yield return new PodState(waiting ? PodPhase.Pending : PodPhase.Running, states, NextAddress())
        {
            InitContainers = [.. pod.InitContainers.Select(container => new ContainerState(container) { StartedAt = now, FinishedAt = now, IsReady = true })],
            Events = [.. pod.InitContainers.SelectMany(Started), .. states.SelectMany(Tell)],
        };
    }

    public async Task StopAsync(PodSpecification pod, TimeSpan grace, CancellationToken cancellation)
    {
        var delay = options.StopDelay < grace ? options.StopDelay : grace;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellation);
        logs?.Forget(pod.Uid);
    }

    private ContainerState State(ContainerSpecification container, DateTimeOffset now)
    {
        var state = new ContainerState(container);
        return options.Failures.FirstOrDefault(failure => failure.Image.IsMatch(container.Image))?.Reason switch
        {
            null => state with { StartedAt = now, IsReady = true },
            ImageFailure.ImagePullBackOff => state with { Waiting = ImageFailure.ImagePullBackOff, Message = $"Back-off pulling image \"{container.Image}\"" },
            var reason => state with
            {
                Waiting = reason,
                Message = $"back-off 10s restarting failed container={container.Name}",
                StartedAt = now,
                FinishedAt = now,
                ExitCode = 1,
                Restarts = 1,
            },
        };
    }

    private static IEnumerable<PodEvent> Tell(ContainerState state) => state.Waiting switch
    {
        ImageFailure.ImagePullBackOff =>
        [
            new PodEvent(true, "Failed", $"Failed to pull image \"{state.Container.Image}\": the simulation counts it as broken"),
            new PodEvent(false, "BackOff", state.Message!),
        ],
        null => Started(state.Container),
        _ => [.. Started(state.Container), new PodEvent(true, "BackOff", "Back-off restarting failed container")],
    };

    private static IEnumerable<PodEvent> Started(ContainerSpecification container) =>
    [
        new PodEvent(false, "Pulled", $"Container image \"{container.Image}\" already present on machine"),
        new PodEvent(false, "Created", $"Created container {container.Name}"),
        new PodEvent(false, "Started", $"Started container {container.Name}"),
    ];

    private void Log(PodSpecification pod, ContainerSpecification container, DateTimeOffset now, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            logs?.Append(pod.Uid, container.Name, new PodLogLine(now, line));
    }

    /// <summary>10.244.0.0/16, over again when all were given out: nothing listens there.</summary>
    private string NextAddress()
    {
        var number = Interlocked.Increment(ref _addresses) & 0xFFFF;
        return $"10.244.{number >> 8}.{number & 0xFF}";
    }
}
