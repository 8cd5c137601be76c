using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using FieldConflict = GitOps.Engine.Cluster.FieldConflict;

namespace GitOps.Actualizer.Cluster;

/// <summary>Writes to a Kubernetes cluster, so many at once at most, and tells its errors in the engine's terms.</summary>
public sealed class KubernetesCluster(KubernetesClient client, TargetNamespace target, ActualizerSettings settings) : ICluster, IDisposable
{
    private static readonly ApplyOptions Forced = new(FieldManager.Name, force: true);
    private static readonly ApplyOptions Polite = new(FieldManager.Name);

    private static readonly GroupVersionKind ReplicaSet = new("apps/v1", "ReplicaSet");

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

    public Task<Deletion> DeleteAsync(ObjectKey key, Guid uid, Dependents dependents, CancellationToken cancellationToken) => RunAsync(key, async () =>
    {
        var options = new DeleteOptions { Uid = uid.ToString(), Propagation = dependents == Dependents.Orphan ? PropagationPolicy.Orphan : PropagationPolicy.Background };
        try
        {
            return await client.DeleteAsync(Reference(key), options, cancellationToken) == DeletionOutcome.Terminating ? Deletion.Going : Deletion.Gone;
        }
        catch (ConflictException)
        {
            return Deletion.OtherObject;
        }
    }, cancellationToken);

    public Task DeleteOrphanedPodsAsync(string @namespace, IReadOnlyList<KeyValuePair<string, string>> labels, CancellationToken cancellationToken)
    {
        var selector = string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
        return RunAsync(new ObjectKey(ReplicaSet.ApiVersion, ReplicaSet.Kind, @namespace, selector), async () =>
        {
            var sets = await client.ListAsync(ReplicaSet, @namespace, new ListOptions { LabelSelector = selector }, cancellationToken);
            foreach (var set in sets.Items.Where(set => !IsControlled(set.Json)))
                await client.DeleteAsync(new ObjectReference(ReplicaSet.ApiVersion, ReplicaSet.Kind, @namespace, set.Name), new DeleteOptions { Uid = set.Uid }, cancellationToken);
            return sets.Items.Count;
        }, cancellationToken);
    }

    public Task ReclaimAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken) => RunAsync(key, async () =>
    {
        var found = (await client.GetAsync(Reference(key), cancellation: cancellationToken)).Json;
        if (found.GetProperty("metadata").GetProperty("uid").GetString() != uid.ToString()) throw new ClusterConflictException(key, []);
        // Applying what is there makes its fields ours, and leaves former owners with them; then these are struck out.
        var ours = (await client.ApplyAndReadAsync(Reference(key), Reclaim.AllOf(found), Forced, cancellationToken)).Json;
        await client.PatchAsync(Reference(key), PatchType.Merge, Reclaim.OneOwner(ours, FieldManager.Name), cancellation: cancellationToken);
        return true;
    }, cancellationToken);

    private async Task<T> RunAsync<T>(ObjectKey key, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await request();
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

    private static bool IsControlled(JsonElement live) =>
        live.GetProperty("metadata").TryGetProperty("ownerReferences", out var owners)
        && owners.EnumerateArray().Any(owner => owner.TryGetProperty("controller", out var controls) && controls.ValueKind == JsonValueKind.True);

    /// <summary>The API tells by words alone that a field cannot be changed once it is set: there is no reason of its own for it.</summary>
    private static bool IsImmutable(KubernetesException error) => error is InvalidException invalid && invalid.Causes.Any(cause =>
        cause.Message.Contains("immutable", StringComparison.Ordinal) || cause.Message.Contains("may not change once set", StringComparison.Ordinal)
        || cause.Message.Contains("cannot change roleRef", StringComparison.Ordinal));

    public void Dispose() => _slots.Dispose();

    private static ObjectReference Reference(ObjectKey key) => new(key.ApiVersion, key.Kind, key.Namespace, key.Name);

    private static ClusterException Translate(ObjectKey key, KubernetesException error) => error switch
    {
        ApplyConflictException conflict => new ClusterConflictException(
            key, [.. conflict.Conflicts.Select(field => new FieldConflict(field.Manager, field.Field))], error),
        ConflictException or AlreadyExistsException => new ClusterConflictException(key, [], error),
        { IsTransient: true } => new ClusterUnavailableException(key, Describe(key, error), error.RetryAfter, error),
        UnauthorizedException => new ClusterUnavailableException(key, Describe(key, error), error.RetryAfter, error),
        ForbiddenException when key.Kind == WatchedKinds.NetworkPolicy.Kind => new ClusterRefusalException(
            key, error.Status.Reason.Length > 0 ? error.Status.Reason : "Forbidden", $"{error.Message} {NetworkPolicyRights.Hint}", error),
        _ => new ClusterRefusalException(key, error.Status.Reason.Length > 0 ? error.Status.Reason : error.GetType().Name, Describe(key, error), error) { IsImmutable = IsImmutable(error) },
    };

    /// <summary>The API server repeats invalid values in its messages; of a Secret nothing may be repeated.</summary>
    private static string Describe(ObjectKey key, KubernetesException error) => key.Kind == "Secret"
        ? $"{key} was not accepted ({(error.Status.Reason.Length > 0 ? error.Status.Reason : error.GetType().Name)}); the API server's reason is not repeated, since it may quote the secret."
        : error.Message;
}
