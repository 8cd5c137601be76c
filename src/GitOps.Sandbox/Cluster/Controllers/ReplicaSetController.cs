using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>Keeps as many pods of a ReplicaSet as it asks for, and counts them in its status.</summary>
internal sealed class ReplicaSetController(SandboxCluster cluster, ILogger<ReplicaSetController> logger) : Controller<ObjectKey>(cluster, logger)
{
    private readonly ApiResource _replicaSets = cluster.Catalog.Get("apps", "v1", "replicasets");
    private readonly ApiResource _pods = cluster.Catalog.Get("", "v1", "pods");
    private readonly EventRecorder _events = new(cluster, "replicaset-controller");

    protected override IEnumerable<ApiResource> Watched => [_replicaSets, _pods];

    protected override IEnumerable<ObjectKey> KeysOf(ApiResource resource, StoreEventType type, StoredObject value)
    {
        if (resource == _replicaSets)
            return type == StoreEventType.Deleted ? [] : [value.Key];
        return value.Owners.Count > 0 && OwnerReferences.ControllerName(value.Parse(), "ReplicaSet") is { } owner
            ? [new ObjectKey(value.Key.Namespace, owner)] : [];
    }

    protected override TimeSpan? Sync(ObjectKey key)
    {
        if (Cluster.Store.Find(_replicaSets.StorageKey, key) is not { } stored)
            return null;
        var replicaSet = stored.Parse();
        var active = Cluster.Store.Dependents(_pods.StorageKey, stored.Uid)
            .Where(pod => !pod.IsTerminating).Select(pod => (Stored: pod, Value: pod.Parse()))
            .Where(pod => pod.Value.Object("status").Text("phase") is not ("Succeeded" or "Failed")).ToList();
        var missing = (replicaSet.Object("spec").Integer("replicas") ?? 1) - active.Count;
        if (!stored.IsTerminating)
        {
            for (var i = 0; i < missing; i++)
                CreatePod(replicaSet, key.Namespace);
            foreach (var (pod, _) in active.OrderBy(pod => Rank(pod.Value)).ThenByDescending(pod => pod.Stored.Revision).Take((int)Math.Max(0, -missing)))
            {
                Cluster.Remover.Delete(_pods, pod.Key, new DeleteRequest { Uid = pod.Uid, Propagation = PropagationPolicy.Background });
                _events.Record(replicaSet, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Key.Name}");
            }
        }
        return UpdateStatus(key, stored);
    }

    private void CreatePod(JsonObject replicaSet, string ns)
    {
        var template = replicaSet.Object("spec", "template");
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["generateName"] = replicaSet.Object("metadata").Text("name") + "-",
                ["labels"] = template.Object("metadata").Object("labels")?.DeepClone(),
                ["annotations"] = template.Object("metadata").Object("annotations")?.DeepClone(),
                ["ownerReferences"] = OwnerReferences.ControlledBy(replicaSet),
            },
            ["spec"] = template.Object("spec")?.DeepClone(),
        };
        try
        {
            var created = Cluster.Writer.Create(_pods, ns, pod, ControllerWrites);
            _events.Record(replicaSet, "Normal", "SuccessfulCreate", $"Created pod: {created.Key.Name}");
        }
        catch (ApiException error) when (error.Code is 403 or 422)
        {
            _events.Record(replicaSet, "Warning", "FailedCreate", $"Error creating: {error.Message}");
            throw;
        }
    }

    /// <summary>What is deleted first: pods without a node, then pending ones, then those that are not ready.</summary>
    private static int Rank(JsonObject pod) => pod switch
    {
        _ when string.IsNullOrEmpty(pod.Object("spec").Text("nodeName")) => 0,
        _ when pod.Object("status").Text("phase") == "Pending" => 1,
        _ when !ConditionList.IsTrue(pod.Object("status"), "Ready") => 2,
        _ => 3,
    };

    private TimeSpan? UpdateStatus(ObjectKey key, StoredObject stored)
    {
        var now = Cluster.Clock.GetUtcNow();
        var replicaSet = stored.Parse();
        var minReady = TimeSpan.FromSeconds(replicaSet.Object("spec").Integer("minReadySeconds") ?? 0);
        var pods = Cluster.Store.Dependents(_pods.StorageKey, stored.Uid).Where(pod => !pod.IsTerminating).Select(pod => pod.Parse().Object("status"))
            .Where(status => status.Text("phase") is not ("Succeeded" or "Failed")).ToList();
        var ready = pods.Where(status => ConditionList.IsTrue(status, "Ready"))
            .Select(status => Timestamps.Parse(ConditionList.Find(status, "Ready").Text("lastTransitionTime")) ?? now).ToList();
        var available = ready.Count(since => now - since >= minReady);
        var status = new JsonObject { ["replicas"] = pods.Count };
        foreach (var (name, count) in (ReadOnlySpan<(string, long)>)
            [("fullyLabeledReplicas", pods.Count), ("readyReplicas", ready.Count), ("availableReplicas", available),
            ("observedGeneration", replicaSet.Object("metadata").Integer("generation") ?? 0)])
        {
            if (count != 0)
                status[name] = count;
        }
        if (!JsonNode.DeepEquals(status, replicaSet["status"]))
        {
            replicaSet["status"] = status;
            Cluster.Writer.Update(_replicaSets, key, "status", replicaSet, ControllerWrites);
        }
        if (available == ready.Count)
            return null;
        var next = ready.Where(since => now - since < minReady).Min() + minReady - now;
        // Times have whole seconds: a wait of less could look too early again and again.
        return next < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : next;
    }
}
