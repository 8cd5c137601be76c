using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>
/// Rolls Deployments out: one ReplicaSet per template, scaled up and down within the limits of the strategy
/// (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/).
/// </summary>
internal sealed class DeploymentController(SandboxCluster cluster, ILogger<DeploymentController> logger) : Controller<ObjectKey>(cluster, logger)
{
    private readonly ApiResource _deployments = cluster.Catalog.Get("apps", "v1", "deployments");
    private readonly ApiResource _replicaSets = cluster.Catalog.Get("apps", "v1", "replicasets");
    private readonly ApiResource _pods = cluster.Catalog.Get("", "v1", "pods");
    private readonly EventRecorder _events = new(cluster, "deployment-controller");

    protected override IEnumerable<ApiResource> Watched => [_deployments, _replicaSets];

    protected override IEnumerable<ObjectKey> KeysOf(ApiResource resource, StoreEventType type, StoredObject value)
    {
        if (resource == _deployments)
            return type == StoreEventType.Deleted ? [] : [value.Key];
        return OwnerReferences.ControllerName(value.Parse(), "Deployment") is { } owner ? [new ObjectKey(value.Key.Namespace, owner)] : [];
    }

    protected override TimeSpan? Sync(ObjectKey key)
    {
        if (Cluster.Store.Find(_deployments.StorageKey, key) is not { } stored)
            return null;
        var deployment = stored.Parse();
        var replicaSets = Cluster.Store.Dependents(_replicaSets.StorageKey, stored.Uid).Where(one => !one.IsTerminating)
            .Select(one => new OwnedReplicaSet(one)).OrderBy(one => one.Revision).ToList();
        if (stored.IsTerminating)
            return UpdateStatus(key, deployment, replicaSets, null);

        var template = deployment.Object("spec", "template")!;
        var current = replicaSets.Find(one => JsonNode.DeepEquals(one.Template(), template));
        var paused = deployment.Object("spec").Flag("paused");
        if (current is null && !paused)
        {
            if (deployment.Object("spec", "strategy").Text("type") == "Recreate" && !ScaleDownAll(deployment, replicaSets))
                return UpdateStatus(key, deployment, replicaSets, null);
            current = CreateReplicaSet(deployment, replicaSets);
            replicaSets.Add(current);
        }
        else if (current is not null)
        {
            Promote(current, replicaSets);
        }
        if (current is not null)
        {
            Annotate(key, deployment, current);
            Scale(deployment, current, replicaSets.Where(one => one != current).ToList(), paused);
        }
        return UpdateStatus(key, deployment, replicaSets, current);
    }

    /// <summary>Recreate: the new pods come when the last of the old ones has gone.</summary>
    private bool ScaleDownAll(JsonObject deployment, List<OwnedReplicaSet> replicaSets)
    {
        foreach (var old in replicaSets)
            SetScale(deployment, old, 0);
        return replicaSets.TrueForAll(old => Cluster.Store.Dependents(_pods.StorageKey, old.Uid).Count == 0);
    }

    private OwnedReplicaSet CreateReplicaSet(JsonObject deployment, List<OwnedReplicaSet> existing)
    {
        var metadata = deployment.Object("metadata");
        var spec = deployment.Object("spec")!;
        var template = (JsonObject)spec["template"]!.DeepClone();
        var hash = TemplateHash.Of(template);
        template.Ensure("metadata").Ensure("labels")[OwnedReplicaSet.HashLabel] = hash;
        var selector = (JsonObject)spec["selector"]!.DeepClone();
        selector.Ensure("matchLabels")[OwnedReplicaSet.HashLabel] = hash;
        var name = $"{metadata.Text("name")}-{hash}";
        var replicas = (int)(spec.Integer("replicas") ?? 1);
        var room = replicas + RollingUpdate.Of(spec, replicas).MaxSurge - existing.Sum(one => one.Wanted);
        var revision = existing.Count == 0 ? 1 : existing.Max(one => one.Revision) + 1;
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = template.Object("metadata", "labels")!.DeepClone(),
                ["annotations"] = new JsonObject { [OwnedReplicaSet.RevisionAnnotation] = revision.ToString(CultureInfo.InvariantCulture) },
                ["ownerReferences"] = OwnerReferences.ControlledBy(deployment),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = Math.Clamp(room, 0, replicas),
                ["selector"] = selector,
                ["template"] = template,
                ["minReadySeconds"] = spec.Integer("minReadySeconds") ?? 0,
            },
        };
        var created = new OwnedReplicaSet(Cluster.Writer.Create(_replicaSets, metadata.Text("namespace")!, body, ControllerWrites));
        if (created.Wanted > 0)
            _events.Record(deployment, "Normal", "ScalingReplicaSet", $"Scaled up replica set {name} to {created.Wanted}");
        return created;
    }

    /// <summary>A template that is wanted again becomes the newest revision.</summary>
    private void Promote(OwnedReplicaSet current, List<OwnedReplicaSet> all)
    {
        var newest = all.Max(one => one.Revision);
        if (current.Revision == newest && all.Count(one => one.Revision == newest) == 1)
            return;
        current.Value.Object("metadata")!.Ensure("annotations")[OwnedReplicaSet.RevisionAnnotation] = (newest + 1).ToString(CultureInfo.InvariantCulture);
        Cluster.Writer.Update(_replicaSets, current.Key, null, WithoutVersion(current.Value), ControllerWrites);
    }

    private void Annotate(ObjectKey key, JsonObject deployment, OwnedReplicaSet current)
    {
        var revision = current.Revision.ToString(CultureInfo.InvariantCulture);
        if (deployment.Object("metadata", "annotations").Text(OwnedReplicaSet.RevisionAnnotation) == revision)
            return;
        Cluster.Writer.Patch(_deployments, key, null, live =>
        {
            live.Ensure("metadata").Ensure("annotations")[OwnedReplicaSet.RevisionAnnotation] = revision;
            return live;
        }, ControllerWrites);
    }

    private void Scale(JsonObject deployment, OwnedReplicaSet current, List<OwnedReplicaSet> old, bool paused)
    {
        var replicas = (int)(deployment.Object("spec").Integer("replicas") ?? 1);
        var rolling = RollingUpdate.Of(deployment.Object("spec"), replicas);
        var total = current.Wanted + old.Sum(one => one.Wanted);
        if (paused)
        {
            if (old.TrueForAll(one => one.Wanted == 0))
                SetScale(deployment, current, replicas);
            return;
        }
        if (current.Wanted > replicas)
            SetScale(deployment, current, replicas);
        else if (current.Wanted < replicas && replicas + rolling.MaxSurge - total is var room and > 0)
            SetScale(deployment, current, Math.Min(replicas, current.Wanted + room));

        var minimum = replicas - rolling.MaxUnavailable;
        var unavailable = Math.Max(0, current.Wanted - current.Available);
        var removable = current.Wanted + old.Sum(one => one.Wanted) - minimum - unavailable;
        // What does not run well goes first, without counting against availability.
        foreach (var one in old)
        {
            var unhealthy = Math.Min(Math.Max(0, one.Wanted - one.Available), Math.Max(0, removable));
            if (unhealthy == 0)
                continue;
            SetScale(deployment, one, one.Wanted - unhealthy);
            removable -= unhealthy;
        }
        var surplus = current.Available + old.Sum(one => Math.Min(one.Available, one.Wanted)) - minimum;
        foreach (var one in old)
        {
            var down = Math.Min(one.Wanted, Math.Max(0, surplus));
            if (down == 0)
                continue;
            SetScale(deployment, one, one.Wanted - down);
            surplus -= down;
        }
        if (old.TrueForAll(one => one.Wanted == 0))
            ForgetOld(deployment, old);
    }

    private void SetScale(JsonObject deployment, OwnedReplicaSet target, int replicas)
    {
        if (target.Wanted == replicas)
            return;
        var direction = replicas > target.Wanted ? "up" : "down";
        Cluster.Writer.Patch(_replicaSets, target.Key, null, live =>
        {
            live.Ensure("spec")["replicas"] = replicas;
            return live;
        }, ControllerWrites);
        target.Wanted = replicas;
        _events.Record(deployment, "Normal", "ScalingReplicaSet", $"Scaled {direction} replica set {target.Key.Name} to {replicas}");
    }

    private void ForgetOld(JsonObject deployment, List<OwnedReplicaSet> old)
    {
        var limit = (int)(deployment.Object("spec").Integer("revisionHistoryLimit") ?? 10);
        foreach (var one in old.Where(one => one.Current == 0).OrderBy(one => one.Revision).Take(Math.Max(0, old.Count - limit)))
        {
            try
            {
                Cluster.Remover.Delete(_replicaSets, one.Key, new DeleteRequest { Uid = one.Uid, Propagation = PropagationPolicy.Background });
            }
            catch (ApiException error) when (error.Code == 404)
            {
                // Gone already, as wanted.
            }
        }
    }

    private TimeSpan? UpdateStatus(ObjectKey key, JsonObject deployment, List<OwnedReplicaSet> replicaSets, OwnedReplicaSet? current)
    {
        var live = Cluster.Store.Find(_deployments.StorageKey, key)?.Parse();
        if (live is null || live.Object("metadata").Text("uid") != deployment.Object("metadata").Text("uid"))
            return null;
        var wait = DeploymentStatus.Compute(live, replicaSets, current, Cluster.Clock.GetUtcNow(), out var status);
        if (JsonNode.DeepEquals(status, live["status"]))
            return wait;
        live["status"] = status;
        Cluster.Writer.Update(_deployments, key, "status", live, ControllerWrites);
        return wait;
    }

    private static JsonObject WithoutVersion(JsonObject value)
    {
        value.Object("metadata")!.Remove("resourceVersion");
        return value;
    }
}
