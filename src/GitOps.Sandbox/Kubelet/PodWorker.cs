using System.Text.Json.Nodes;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Kubelet;

/// <summary>Brings one pod through its life: assign, run, tell, stop, delete.</summary>
internal sealed class PodWorker(KubernetesClient client, IPodRuntime runtime, KubeletOptions options, SemaphoreSlim places, TimeProvider clock, ILogger logger)
{
    private const string Manager = "kubelet";
    private static readonly WriteOptions StatusWrite = new() { FieldManager = Manager, Subresource = "status" };

    /// <summary>Runs a pod until it ends or the token is cancelled. A write that fails is tried again.</summary>
    public async Task RunAsync(PodSpecification pod, bool assigned, CancellationToken cancellation)
    {
        var reference = Reference(pod);
        if (!assigned)
        {
            await WriteAsync(pod, "assign to a node", () => client.CreateAsync(reference, Binding(pod),
                new WriteOptions { FieldManager = "kube-scheduler", Subresource = "binding" }, cancellation), cancellation);
            await TellAsync(pod, [new PodEvent(false, "Scheduled", $"Successfully assigned {pod.Namespace}/{pod.Name} to {options.NodeName}")], "default-scheduler", cancellation);
        }
        var started = clock.GetUtcNow();
        await foreach (var state in runtime.RunAsync(pod, cancellation))
        {
            var status = new JsonObject { ["status"] = PodStatusDocument.Of(state, started, clock.GetUtcNow()) };
            var body = StoredObject.Serialize(status);
            await WriteAsync(pod, "write the status of", () => client.PatchAsync(reference, PatchType.Merge, body, StatusWrite, cancellation), cancellation);
            await TellAsync(pod, state.Events, Manager, cancellation);
        }
    }

    /// <summary>Stops a pod and tells the API server that it has gone.</summary>
    public async Task StopAsync(PodSpecification pod, TimeSpan grace, CancellationToken cancellation)
    {
        await runtime.StopAsync(pod, grace, cancellation);
        var delete = new DeleteOptions { Uid = pod.Uid, GracePeriod = TimeSpan.Zero };
        await WriteAsync(pod, "finish the deletion of", () => client.DeleteAsync(Reference(pod), delete, cancellation), cancellation);
    }

    private async Task TellAsync(PodSpecification pod, IReadOnlyList<PodEvent> events, string component, CancellationToken cancellation)
    {
        if (!options.RecordEvents)
            return;
        foreach (var one in events)
        {
            var name = $"{pod.Name}.{Guid.NewGuid():N}"[..Math.Min(253, pod.Name.Length + 17)];
            var body = StoredObject.Serialize(Event(pod, one, name, component));
            await WriteAsync(pod, "tell about", () => client.CreateAsync(new ObjectReference("v1", "Event", pod.Namespace, name), body, null, cancellation), cancellation);
        }
    }

    private async Task WriteAsync(PodSpecification pod, string action, Func<Task> write, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await places.WaitAsync(cancellation);
                try
                {
                    await write();
                    return;
                }
                finally
                {
                    places.Release();
                }
            }
            catch (KubernetesException error) when (error is NotFoundException or ConflictException or AlreadyExistsException or ForbiddenException)
            {
                // The pod or its namespace goes away, or somebody else has done it: the watch tells what follows from that.
                logger.LogDebug(error, "Could not {Action} pod {Namespace}/{Name}", action, pod.Namespace, pod.Name);
                return;
            }
            catch (KubernetesException error)
            {
                logger.LogWarning(error, "Could not {Action} pod {Namespace}/{Name}; trying again", action, pod.Namespace, pod.Name);
                await Task.Delay(options.RetryDelay, clock, cancellation);
            }
        }
    }

    private byte[] Binding(PodSpecification pod) => StoredObject.Serialize(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Binding",
        ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
        ["target"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = options.NodeName },
    });

    private JsonObject Event(PodSpecification pod, PodEvent told, string name, string component)
    {
        var now = Timestamps.Seconds(clock.GetUtcNow());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = pod.Namespace },
            ["involvedObject"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
            ["reason"] = told.Reason,
            ["message"] = told.Message,
            ["source"] = new JsonObject { ["component"] = component, ["host"] = options.NodeName },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = told.IsWarning ? "Warning" : "Normal",
        };
    }

    private static ObjectReference Reference(PodSpecification pod) => new("v1", "Pod", pod.Namespace, pod.Name);
}
