using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using FieldConflict = GitOps.Engine.Cluster.FieldConflict;

namespace GitOps.Actualizer.Cluster;

/// <summary>Writes to a Kubernetes cluster, so many at once at most, and tells its errors in the engine's terms.</summary>
public sealed class KubernetesCluster(KubernetesClient client, TargetNamespace target, ActualizerSettings settings) : ICluster, IDisposable
{
    private static readonly ApplyOptions Forced = new(FieldManager.Name, force: true);
    private static readonly ApplyOptions Polite = new(FieldManager.Name);

    private readonly SemaphoreSlim _slots = new(settings.MaxClusterRequests);

    public async Task<JsonElement> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> manifest, bool force, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return (await client.ApplyAndReadAsync(Reference(key), manifest, force ? Forced : Polite, cancellationToken)).Json;
        }
        catch (NotFoundException missing)
        {
            // Server-side apply makes what is missing, so what is missing is the namespace. A producer's own is made by the next pass.
            if (key.Namespace == target.Name) await target.EnsureAsync(cancellationToken);
            throw new ClusterUnavailableException(key, $"{key} could not be written: {missing.Message}", null, missing);
        }
        catch (KubernetesException error)
        {
            throw Translate(key, error);
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task<bool> DeleteAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await client.DeleteAsync(Reference(key), new DeleteOptions { Uid = uid.ToString() }, cancellationToken);
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
        catch (KubernetesException error)
        {
            throw Translate(key, error);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private static ObjectReference Reference(ObjectKey key) => new(key.ApiVersion, key.Kind, key.Namespace, key.Name);

    private static ClusterException Translate(ObjectKey key, KubernetesException error) => error switch
    {
        ApplyConflictException conflict => new ClusterConflictException(
            key, [.. conflict.Conflicts.Select(field => new FieldConflict(field.Manager, field.Field))], error),
        ConflictException or AlreadyExistsException => new ClusterConflictException(key, [], error),
        { IsTransient: true } => new ClusterUnavailableException(key, Describe(key, error), error.RetryAfter, error),
        UnauthorizedException => new ClusterUnavailableException(key, Describe(key, error), error.RetryAfter, error),
        _ => new ClusterRefusalException(key, error.Status.Reason.Length > 0 ? error.Status.Reason : error.GetType().Name, Describe(key, error), error),
    };

    /// <summary>The API server repeats invalid values in its messages; of a Secret nothing may be repeated.</summary>
    private static string Describe(ObjectKey key, KubernetesException error) => key.Kind == "Secret"
        ? $"{key} was not accepted ({(error.Status.Reason.Length > 0 ? error.Status.Reason : error.GetType().Name)}); the API server's reason is not repeated, since it may quote the secret."
        : error.Message;
}
