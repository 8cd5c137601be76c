using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>Deletes objects: preconditions, grace periods, finalizers and what happens to dependents.</summary>
internal sealed class ObjectRemover(ObjectStore store, TimeProvider clock)
{
    /// <exception cref="ApiException">404 when the object is not there, 409 when a precondition does not hold.</exception>
    public DeleteResult Delete(ApiResource resource, ObjectKey key, DeleteRequest request)
    {
        resource = resource.StoredAs ?? resource;
        while (true)
        {
            var current = store.Find(resource.StorageKey, key) ?? throw ApiErrors.NotFound(resource, key.Name);
            CheckPreconditions(resource, current, request);
            var value = current.Parse();
            var metadata = value.Object("metadata")!;
            var before = (JsonObject)value.DeepClone();

            var finalizers = WithPropagation(metadata.Texts("finalizers"), request.Propagation);
            SetFinalizers(metadata, finalizers);
            var grace = resource.Strategy.GracePeriod(value, request.GracePeriod);
            var pending = metadata.Integer("deletionGracePeriodSeconds");
            if (!current.IsTerminating)
                Begin(resource, value, grace);
            else if (pending is { } left && grace < left)
                Shorten(metadata, grace, left);
            else if (pending > 0)
                grace = pending.Value;

            if (grace == 0 && finalizers.Count == 0 && !resource.Strategy.IsHeld(value))
            {
                if (request.DryRun)
                    return new DeleteResult(current, true);
                if (resource.Strategy.IsGraceful && !JsonNode.DeepEquals(before, value))
                {
                    if (store.TryReplace(resource.StorageKey, current, value) is not { } marking)
                        continue;
                    current = marking;
                }
                if (store.TryDelete(resource.StorageKey, current) is not { } last)
                    continue;
                resource.Strategy.Released(value);
                return new DeleteResult(last, true);
            }
            if (JsonNode.DeepEquals(before, value))
                return new DeleteResult(current, false);
            if (request.DryRun)
                return new DeleteResult(StoredObject.Preview(value), false);
            if (store.TryReplace(resource.StorageKey, current, value) is { } marked)
                return new DeleteResult(marked, false);
        }
    }

    private void Begin(ApiResource resource, JsonObject value, long grace)
    {
        var metadata = value.Object("metadata")!;
        metadata["deletionTimestamp"] = Timestamps.Seconds(clock.GetUtcNow() + TimeSpan.FromSeconds(grace));
        if (!resource.Strategy.IsHeld(value))
            metadata["deletionGracePeriodSeconds"] = grace;
        if (metadata.Integer("generation") is { } generation and > 0)
            metadata["generation"] = generation + 1;
        resource.Strategy.BeginDeletion(value);
    }

    private static void Shorten(JsonObject metadata, long grace, long left)
    {
        if (Timestamps.Parse(metadata.Text("deletionTimestamp")) is { } end)
            metadata["deletionTimestamp"] = Timestamps.Seconds(end - TimeSpan.FromSeconds(left - grace));
        metadata["deletionGracePeriodSeconds"] = grace;
    }

    private static List<string> WithPropagation(IEnumerable<string> finalizers, PropagationPolicy? propagation)
    {
        var list = finalizers.ToList();
        if (propagation is null)
            return list;
        list.RemoveAll(name => name is Finalizers.Foreground or Finalizers.Orphan);
        if (propagation == PropagationPolicy.Foreground)
            list.Add(Finalizers.Foreground);
        else if (propagation == PropagationPolicy.Orphan)
            list.Add(Finalizers.Orphan);
        return list;
    }

    private static void SetFinalizers(JsonObject metadata, List<string> finalizers)
    {
        if (finalizers.Count == 0)
            metadata.Remove("finalizers");
        else
            metadata["finalizers"] = new JsonArray(finalizers.Select(name => (JsonNode?)name).ToArray());
    }

    private static void CheckPreconditions(ApiResource resource, StoredObject current, DeleteRequest request)
    {
        if (request.Uid is not null && request.Uid != current.Uid)
        {
            throw Failed($"the UID in the precondition ({request.Uid}) does not match the UID in record ({current.Uid}). "
                + "The object might have been deleted and then recreated");
        }
        if (request.ResourceVersion is not null && request.ResourceVersion != ObjectStore.Format(current.Revision))
        {
            throw Failed($"the ResourceVersion in the precondition ({request.ResourceVersion}) does not match the ResourceVersion in record ({current.Revision}). "
                + "The object might have been modified");
        }

        ApiException Failed(string why)
        {
            var kind = resource.Group.Length == 0 ? resource.Kind : $"{resource.Kind}.{resource.Group}";
            return new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {kind} \"{current.Key.Name}\": {why}",
                ApiErrors.Details(current.Key.Name, resource.Group, resource.Kind));
        }
    }
}
