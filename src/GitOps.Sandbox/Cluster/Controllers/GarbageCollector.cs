using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>
/// Deletes what lost its owners, and serves the two finalizers by which a deletion asks for its dependents first, or to let
/// them go (https://kubernetes.io/docs/concepts/architecture/garbage-collection/).
/// </summary>
internal sealed class GarbageCollector(SandboxCluster cluster, ILogger<GarbageCollector> logger) : Controller<GarbageKey>(cluster, logger)
{
    private static readonly TimeSpan ForegroundCheck = TimeSpan.FromMilliseconds(100);
    private readonly ApiResource[] _resources = cluster.Catalog.All.Where(resource => resource.StoredAs is null && resource.Plural != "events").ToArray();

    protected override IEnumerable<ApiResource> Watched => _resources;

    protected override IEnumerable<GarbageKey> KeysOf(ApiResource resource, StoreEventType type, StoredObject value) =>
        type == StoreEventType.Deleted || value.IsTerminating || value.Owners.Count > 0
            ? [new GarbageKey(resource, value.Key, value.Uid)] : [];

    protected override TimeSpan? Sync(GarbageKey key)
    {
        var current = Cluster.Store.Find(key.Resource.StorageKey, key.Object);
        if (current is null || current.Uid != key.Uid)
        {
            foreach (var (resource, dependent) in Dependents(key.Uid))
                Collect(resource, dependent);
            return null;
        }
        if (current.IsTerminating)
        {
            var finalizers = current.Parse().Object("metadata").Texts("finalizers").ToList();
            if (finalizers.Contains(Finalizers.Orphan))
                Orphan(key, current);
            else if (finalizers.Contains(Finalizers.Foreground))
                return DeleteDependentsFirst(key, current);
            return null;
        }
        if (current.Owners.Count > 0)
            Collect(key.Resource, current);
        return null;
    }

    /// <summary>Deletes an object whose owners have all gone; one that keeps an owner only loses the references to the others.</summary>
    private void Collect(ApiResource resource, StoredObject value)
    {
        var gone = value.Owners.Where(owner => !Cluster.Store.Exists(owner)).ToHashSet(StringComparer.Ordinal);
        if (gone.Count == 0)
            return;
        if (gone.Count == value.Owners.Count)
            Delete(resource, value, PropagationPolicy.Background);
        else
            RemoveOwners(resource, value.Key, gone);
    }

    private void Orphan(GarbageKey key, StoredObject current)
    {
        foreach (var (resource, dependent) in Dependents(current.Uid))
            RemoveOwners(resource, dependent.Key, [current.Uid]);
        RemoveFinalizer(key, Finalizers.Orphan);
    }

    private TimeSpan? DeleteDependentsFirst(GarbageKey key, StoredObject current)
    {
        var blocked = false;
        foreach (var (resource, dependent) in Dependents(current.Uid))
        {
            blocked |= dependent.Parse().Object("metadata").Objects("ownerReferences")
                .Any(owner => owner.Text("uid") == current.Uid && owner.Flag("blockOwnerDeletion"));
            if (!dependent.IsTerminating)
                Delete(resource, dependent, Dependents(dependent.Uid).Any() ? PropagationPolicy.Foreground : PropagationPolicy.Background);
        }
        if (blocked)
            return ForegroundCheck;
        RemoveFinalizer(key, Finalizers.Foreground);
        return null;
    }

    private IEnumerable<(ApiResource Resource, StoredObject Value)> Dependents(string uid) =>
        _resources.SelectMany(resource => Cluster.Store.Dependents(resource.StorageKey, uid).Select(value => (resource, value)));

    private void Delete(ApiResource resource, StoredObject value, PropagationPolicy propagation)
    {
        try
        {
            Cluster.Remover.Delete(resource, value.Key, new DeleteRequest { Uid = value.Uid, Propagation = propagation });
        }
        catch (ApiException error) when (error.Code is 404 or 409)
        {
            // It has gone, or another took its name: either way this object is not there any more.
        }
    }

    private void RemoveOwners(ApiResource resource, ObjectKey key, HashSet<string> owners) =>
        Change(resource, key, metadata =>
        {
            var left = metadata.Objects("ownerReferences").Where(owner => !owners.Contains(owner.Text("uid") ?? "")).Select(owner => owner.DeepClone()).ToArray();
            metadata["ownerReferences"] = new JsonArray(left);
        });

    private void RemoveFinalizer(GarbageKey key, string finalizer) =>
        Change(key.Resource, key.Object, metadata =>
            metadata["finalizers"] = new JsonArray(metadata.Texts("finalizers").Where(name => name != finalizer).Select(name => (JsonNode?)name).ToArray()));

    private void Change(ApiResource resource, ObjectKey key, Action<JsonObject> change)
    {
        try
        {
            Cluster.Writer.Patch(resource, key, null, live =>
            {
                change(live.Ensure("metadata"));
                return live;
            }, ControllerWrites);
        }
        catch (ApiException error) when (error.Code == 404)
        {
            // Gone in the meantime: nothing is left to change.
        }
    }
}
