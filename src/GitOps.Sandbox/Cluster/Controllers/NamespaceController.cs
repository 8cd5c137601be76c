using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>Empties namespaces that are being deleted and lets them go; gives living ones their default service account.</summary>
internal sealed class NamespaceController(SandboxCluster cluster, ILogger<NamespaceController> logger) : Controller<ObjectKey>(cluster, logger)
{
    private const string DefaultAccount = "default";
    private static readonly TimeSpan EmptyCheck = TimeSpan.FromMilliseconds(100);
    private readonly ApiResource _namespaces = cluster.Catalog.Get("", "v1", "namespaces");
    private readonly ApiResource _accounts = cluster.Catalog.Get("", "v1", "serviceaccounts");
    private readonly ApiResource[] _contents = cluster.Catalog.All.Where(resource => resource is { Namespaced: true, StoredAs: null }).ToArray();

    protected override IEnumerable<ApiResource> Watched => [_namespaces];

    protected override IEnumerable<ObjectKey> KeysOf(ApiResource resource, StoreEventType type, StoredObject value) =>
        type == StoreEventType.Deleted ? [] : [value.Key];

    protected override TimeSpan? Sync(ObjectKey key)
    {
        if (Cluster.Store.Find(_namespaces.StorageKey, key) is not { } stored)
            return null;
        if (!stored.IsTerminating)
        {
            EnsureAccount(key.Name);
            return null;
        }
        var left = 0;
        foreach (var resource in _contents)
        {
            foreach (var value in Cluster.Store.Snapshot(resource.StorageKey).Objects(key.Name))
            {
                left++;
                if (!value.IsTerminating)
                    Delete(resource, value);
            }
        }
        if (left > 0)
            return EmptyCheck;
        Cluster.Writer.Patch(_namespaces, key, "finalize", live =>
        {
            live.Ensure("spec")["finalizers"] = new JsonArray(live.Object("spec").Texts("finalizers")
                .Where(name => name != NamespaceStrategy.Finalizer).Select(name => (JsonNode?)name).ToArray());
            return live;
        }, ControllerWrites);
        return null;
    }

    private void EnsureAccount(string ns)
    {
        if (Cluster.Store.Find(_accounts.StorageKey, new ObjectKey(ns, DefaultAccount)) is null)
            Cluster.Writer.Create(_accounts, ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = DefaultAccount } }, ControllerWrites);
    }

    private void Delete(ApiResource resource, StoredObject value)
    {
        try
        {
            Cluster.Remover.Delete(resource, value.Key, new DeleteRequest { Propagation = PropagationPolicy.Background });
        }
        catch (ApiException error) when (error.Code == 404)
        {
            // Gone already, as wanted.
        }
    }
}
