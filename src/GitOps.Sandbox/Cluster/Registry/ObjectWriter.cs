using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Apply;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>
/// Creates and changes objects. Every write takes the same way: decode and default, record the owners of the fields, restore
/// what the writer may not set, validate, compare with the state it started from, store. A write that changes nothing is not stored.
/// </summary>
internal sealed class ObjectWriter(ObjectStore store, TimeProvider clock)
{
    private const int MaximumAttempts = 100;

    /// <exception cref="ApiException">Status as a Kubernetes API server would give it.</exception>
    public StoredObject Create(ApiResource resource, string ns, JsonObject body, WriteOptions options)
    {
        var value = ObjectDecoder.Decode(resource, body);
        resource = resource.StoredAs ?? resource;
        if (value.Object("metadata").Text("resourceVersion") is { Length: > 0 })
            throw ApiErrors.Internal("resourceVersion should not be set on objects to be created");
        Ownership(resource).Update(ObjectDecoder.Empty(resource), value, options.FieldManager, fromRequest: true);
        return Insert(resource, ns, value, options);
    }

    /// <summary>Replaces an object; a missing one is created where the kind allows that.</summary>
    public WriteResult Update(ApiResource resource, ObjectKey key, string? subresource, JsonObject body, WriteOptions options)
    {
        var sent = ObjectDecoder.Decode(resource, body);
        CheckName(sent, key);
        return Write(resource, key, subresource, options, live =>
        {
            var value = (JsonObject)sent.DeepClone();
            if (live is null)
            {
                if (!resource.CreatesOnUpdate)
                    throw ApiErrors.NotFound(resource, key.Name);
                Ownership(resource).Update(ObjectDecoder.Empty(resource), value, options.FieldManager, fromRequest: true);
                return value;
            }
            Ownership(resource).Update(live, value, options.FieldManager, fromRequest: subresource is null);
            return value;
        });
    }

    /// <summary>Changes an object by a function of its current state.</summary>
    /// <param name="patch">Gets a tree of its own in the form of the resource and returns the patched one.</param>
    public WriteResult Patch(ApiResource resource, ObjectKey key, string? subresource, Func<JsonObject, JsonObject> patch, WriteOptions options) =>
        Write(resource, key, subresource, options, live =>
        {
            if (live is null)
                throw ApiErrors.NotFound(resource, key.Name);
            var shown = (JsonObject)live.DeepClone();
            var value = ObjectDecoder.Decode(resource, patch(resource.FromStored is { } convert ? convert(shown) : shown));
            CheckName(value, key);
            Ownership(resource).Update(live, value, options.FieldManager, fromRequest: subresource is null);
            return value;
        });

    /// <summary>Server-side apply; creates the object when it is missing.</summary>
    public WriteResult Apply(ApiResource resource, ObjectKey key, string? subresource, JsonObject configuration, WriteOptions options)
    {
        if (configuration.Text("apiVersion") != resource.ApiVersion || configuration.Text("kind") != resource.Kind)
        {
            throw ApiErrors.BadRequest("Incorrect version specified in apply patch. Specified patch version: "
                + $"{configuration.Text("apiVersion")}, expected: {resource.ApiVersion}");
        }
        if (configuration.Object("metadata")?.ContainsKey("managedFields") == true)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        var target = resource.StoredAs ?? resource;
        var stored = resource.ToStored is { } convert ? convert(configuration) : configuration;
        return Write(resource, key, subresource, options, live =>
        {
            // The configuration may leave out what the path says; the merge must not share nodes with a later attempt.
            var applied = (JsonObject)stored.DeepClone();
            JsonObject result;
            try
            {
                result = Ownership(resource).Apply(live ?? ObjectDecoder.Empty(target), applied, options.FieldManager, options.Force);
            }
            catch (ApplyConflictException conflict)
            {
                throw ApiErrors.ApplyConflict(conflict);
            }
            catch (TypedValueException mismatch)
            {
                throw ApiErrors.Internal($"failed to create typed patch object: {mismatch.Message}");
            }
            if (live is null && result.Object("metadata").Text("uid") is { Length: > 0 } uid)
                throw ApiErrors.Conflict(resource, key.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
            result = ObjectDecoder.Complete(target, result);
            CheckName(result, key);
            return result;
        });
    }

    /// <summary>Assigns a pod to a node, once.</summary>
    public StoredObject Bind(ApiResource pods, ObjectKey key, string node, WriteOptions options)
    {
        while (true)
        {
            var current = store.Find(pods.StorageKey, key) ?? throw ApiErrors.NotFound(pods, key.Name);
            var pod = current.Parse();
            if (pod.Object("spec").Text("nodeName") is { Length: > 0 } other)
                throw ApiErrors.Conflict(pods, key.Name, $"pod {key.Name} is already assigned to node \"{other}\"");
            ((PodStrategy)pods.Strategy).Bind(pod, node);
            if (options.DryRun)
                return StoredObject.Preview(pod);
            if (store.TryReplace(pods.StorageKey, current, pod) is { } bound)
                return bound;
        }
    }

    /// <summary>The one loop of all changes: produce from the current state, check, store unless somebody was faster.</summary>
    private WriteResult Write(ApiResource resource, ObjectKey key, string? subresource, WriteOptions options, Func<JsonObject?, JsonObject> produce)
    {
        var view = resource;
        resource = resource.StoredAs ?? resource;
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var current = store.Find(resource.StorageKey, key);
            var live = current?.Parse();
            var updated = produce(live is null ? null : (JsonObject)live.DeepClone());
            if (current is null)
                return new WriteResult(Insert(resource, key.Namespace, updated, options), true);
            CheckResourceVersion(view, current, updated);
            PrepareUpdate(resource, live!, updated, subresource);
            if (JsonNode.DeepEquals(live, updated))
                return new WriteResult(current, false);
            if (options.DryRun)
                return new WriteResult(StoredObject.Preview(updated), false);
            var done = IsReleased(resource, updated)
                ? ReplaceAndDelete(resource, current, updated)
                : store.TryReplace(resource.StorageKey, current, updated);
            if (done is not null)
                return new WriteResult(done, false);
        }
        throw ApiErrors.Modified(view, key.Name);
    }

    private StoredObject Insert(ApiResource resource, string ns, JsonObject value, WriteOptions options)
    {
        var metadata = value.Ensure("metadata");
        if (resource.Namespaced)
        {
            var sent = metadata.Text("namespace");
            if (!string.IsNullOrEmpty(sent) && sent != ns)
                throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            metadata["namespace"] = ns;
        }
        else
        {
            metadata.Remove("namespace");
        }
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata.Remove("resourceVersion");
        metadata.Remove("selfLink");
        resource.Strategy.PrepareForCreate(value);
        if (resource.HasGeneration)
            metadata["generation"] = 1;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamps.Seconds(clock.GetUtcNow());
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = NameGenerator.Generate(prefix);

        if (resource.Namespaced)
            CheckNamespace(resource, metadata.Text("name") ?? "", ns);
        Validate(resource, value);
        var name = metadata.Text("name")!;
        if (options.DryRun)
        {
            if (store.Find(resource.StorageKey, new ObjectKey(metadata.Text("namespace") ?? "", name)) is not null)
                throw ApiErrors.AlreadyExists(resource, name);
            resource.Strategy.Released(value);
            return StoredObject.Preview(value);
        }
        if (store.TryCreate(resource.StorageKey, value) is { } stored)
            return stored;
        resource.Strategy.Released(value);
        throw ApiErrors.AlreadyExists(resource, name);
    }

    private void CheckNamespace(ApiResource resource, string name, string ns)
    {
        var found = store.Find(NamespaceStrategy.StorageKey, new ObjectKey("", ns)) ?? throw ApiErrors.NamespaceNotFound(ns);
        if (found.IsTerminating && resource.Plural != "events")
            throw ApiErrors.NamespaceTerminating(resource, name, ns);
    }

    private static void Validate(ApiResource resource, JsonObject value)
    {
        var errors = new FieldErrors();
        var metadata = value.Object("metadata");
        MetadataValidation.Check(metadata, resource.Namespaced, resource.Strategy.NameProblem, errors, update: false);
        resource.Strategy.Validate(value, errors);
        if (errors.Causes.Count > 0)
            throw ApiErrors.Invalid(resource, metadata.Text("name") ?? "", errors.Causes);
    }

    private static void CheckResourceVersion(ApiResource resource, StoredObject current, JsonObject updated)
    {
        var wanted = updated.Object("metadata").Text("resourceVersion");
        if (string.IsNullOrEmpty(wanted))
        {
            if (resource.AllowsUnconditionalUpdate)
                return;
            throw ApiErrors.VersionRequired(resource, current.Key.Name);
        }
        if (wanted != ObjectStore.Format(current.Revision))
            throw ApiErrors.Modified(resource, current.Key.Name);
    }

    private static void PrepareUpdate(ApiResource resource, JsonObject live, JsonObject updated, string? subresource)
    {
        var (before, metadata) = (live.Object("metadata")!, updated.Ensure("metadata"));
        if (resource.Namespaced && string.IsNullOrEmpty(metadata.Text("namespace")))
            metadata.CopyMember("namespace", before);
        if (string.IsNullOrEmpty(metadata.Text("uid")))
            metadata.CopyMember("uid", before);
        if (metadata.Text("uid") != before.Text("uid"))
        {
            throw ApiErrors.Conflict(resource, before.Text("name")!,
                $"StorageError: invalid object, Code: 4, Key: /registry/{resource.Plural}/{(resource.Namespaced ? before.Text("namespace") + "/" : "")}{before.Text("name")}, "
                + $"ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {metadata.Text("uid")}, UID in object meta: {before.Text("uid")}");
        }
        foreach (var name in (ReadOnlySpan<string>)["resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"])
            metadata.CopyMember(name, before);
        if (subresource is null)
        {
            if (resource.HasStatus)
                updated.CopyMember("status", live);
            resource.Strategy.PrepareForUpdate(updated, live);
        }
        else
        {
            KeepAllBut(subresource, updated, live);
        }
        var errors = new FieldErrors();
        MetadataValidation.CheckUpdate(metadata, before, errors);
        MetadataValidation.Check(metadata, resource.Namespaced, resource.Strategy.NameProblem, errors, update: true);
        resource.Strategy.Validate(updated, errors);
        resource.Strategy.ValidateUpdate(updated, live, errors);
        if (errors.Causes.Count > 0)
            throw ApiErrors.Invalid(resource, before.Text("name")!, errors.Causes);
    }

    /// <summary>A subresource changes its own part and the owners of its fields; the rest stays as it is.</summary>
    private static void KeepAllBut(string subresource, JsonObject updated, JsonObject live)
    {
        var own = subresource == "finalize" ? "spec" : "status";
        foreach (var name in live.Select(member => member.Key).Concat(updated.Select(member => member.Key)).Distinct().ToArray())
        {
            if (name != own && name != "metadata")
                updated.CopyMember(name, live);
        }
        var metadata = updated.Ensure("metadata");
        metadata.CopyMember("labels", live.Object("metadata")!);
        metadata.CopyMember("ownerReferences", live.Object("metadata")!);
    }

    /// <summary>Whether nothing holds a terminating object any more.</summary>
    private static bool IsReleased(ApiResource resource, JsonObject value)
    {
        var metadata = value.Object("metadata");
        return metadata.Text("deletionTimestamp") is not null
            && (metadata.Integer("deletionGracePeriodSeconds") ?? 0) == 0
            && metadata.Array("finalizers") is null or { Count: 0 }
            && !resource.Strategy.IsHeld(value);
    }

    private StoredObject? ReplaceAndDelete(ApiResource resource, StoredObject current, JsonObject updated)
    {
        if (store.TryReplace(resource.StorageKey, current, updated) is not { } replaced)
            return null;
        var gone = store.TryDelete(resource.StorageKey, replaced);
        if (gone is not null)
            resource.Strategy.Released(updated);
        return gone;
    }

    private FieldOwnership Ownership(ApiResource resource) =>
        new((resource.StoredAs ?? resource).Schema, resource.ApiVersion, clock);

    private static void CheckName(JsonObject value, ObjectKey key)
    {
        var metadata = value.Object("metadata");
        var (name, ns) = (metadata.Text("name"), metadata.Text("namespace"));
        if (name is { Length: > 0 } && name != key.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({key.Name})");
        if (ns is { Length: > 0 } && ns != key.Namespace)
            throw ApiErrors.BadRequest($"the namespace of the object ({ns}) does not match the namespace on the request ({key.Namespace})");
        if (string.IsNullOrEmpty(name))
            value.Ensure("metadata")["name"] = key.Name;
    }
}
