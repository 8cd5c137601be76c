using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;

namespace GitOps.Actualizer.Cluster;

/// <summary>
/// The namespace that all producers share, or that holds the lease while each has its own: made if it is missing and a setting allows
/// it, never changed, never deleted.
/// </summary>
public sealed class TargetNamespace(KubernetesClient client, Namespaces namespaces, ActualizerSettings settings, ILogger<TargetNamespace> log)
{
    public string Name => namespaces.Shared;

    /// <exception cref="KubernetesException">The API server gave no answer, or does not allow it.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var reference = new ObjectReference("v1", "Namespace", "", Name);
        if (await client.FindAsync(reference, cancellationToken) is { } found)
        {
            if (found.IsTerminating) log.LogWarning("Namespace {Namespace} is being deleted; everything is made anew when it is gone.", Name);
            return;
        }
        if (!settings.CreateNamespace)
        {
            log.LogError("Namespace {Namespace} does not exist and CREATE_NAMESPACE is false: nothing can be made. Create it with: kubectl create namespace {Name}", Name, Name);
            return;
        }

        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = Name },
        };
        try
        {
            await client.CreateAsync(reference, JsonSerializer.SerializeToUtf8Bytes(manifest), new WriteOptions { FieldManager = FieldManager.Name }, cancellationToken);
            log.LogInformation("Made namespace {Namespace}.", Name);
        }
        catch (AlreadyExistsException)
        {
            // Somebody was faster.
        }
    }
}
