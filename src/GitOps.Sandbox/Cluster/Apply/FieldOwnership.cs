using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>
/// Keeps <c>metadata.managedFields</c>: what an update takes, what an apply adds, changes, gives up and may not touch
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/).
/// </summary>
internal sealed class FieldOwnership(SchemaType type, string apiVersion, TimeProvider clock)
{
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>What the server itself keeps belongs to nobody.</summary>
    private static readonly FieldSet SystemFields = SetOf(
        FieldPath.Of("apiVersion"), FieldPath.Of("kind"), FieldPath.Of("metadata"), FieldPath.Of("metadata", "name"),
        FieldPath.Of("metadata", "namespace"), FieldPath.Of("metadata", "creationTimestamp"), FieldPath.Of("metadata", "selfLink"),
        FieldPath.Of("metadata", "uid"), FieldPath.Of("metadata", "clusterName"), FieldPath.Of("metadata", "generation"),
        FieldPath.Of("metadata", "managedFields"), FieldPath.Of("metadata", "resourceVersion"));

    /// <summary>
    /// Records a create, replace or patch: <paramref name="updated"/> gets its managedFields.
    /// <paramref name="live"/> is the empty object of the kind for a create.
    /// </summary>
    public void Update(JsonObject live, JsonObject updated, string manager, bool fromRequest)
    {
        var liveEntries = TakeEntries(live);
        var sentEntries = TakeEntries(updated);
        var managed = new ManagedFields();
        if (!fromRequest || !IsReset(sentEntries))
        {
            var sent = fromRequest ? ManagedFields.TryDecode(sentEntries) : null;
            managed = sent is null or { IsEmpty: true } ? ManagedFields.TryDecode(liveEntries) ?? managed : sent;
        }
        // An object whose owners were reset is not tracked until somebody applies it.
        if (!managed.IsEmpty || live["metadata"]?["uid"] is null)
            Track(live, updated, managed, manager);
        PutEntries(updated, managed);
    }

    /// <summary>
    /// Merges an applied configuration into the live object and returns the result with its managedFields;
    /// a result equal to the live object means that nothing changed.
    /// </summary>
    /// <exception cref="ApplyConflictException">Fields of other managers would change, and <paramref name="force"/> is not set.</exception>
    /// <exception cref="TypedValueException">The configuration does not fit the schema.</exception>
    public JsonObject Apply(JsonObject live, JsonObject configuration, string manager, bool force)
    {
        TypedValidation.Check(configuration, type);
        var managed = ManagedFields.TryDecode(TakeEntries(live)) ?? new ManagedFields();
        if (managed.IsEmpty && live["metadata"]?["uid"] is not null)
            Track(ObjectNormalizer.Normalize([], type), live, managed, BeforeFirstApply);
        var former = managed.Copy();
        var key = FieldManagerKey.Applier(manager);

        var last = managed[key];
        managed.Set(key, TypedValue.ToFieldSet(configuration, type), apiVersion);
        var merged = TypedValue.Merge(live, configuration, type);
        var result = last is null ? merged : Prune(merged, last, managed);

        var changes = TypedValue.Compare(live, result, type);
        var taken = changes.Modified.Union(changes.Added);
        if (!force)
            ThrowOnConflicts(managed, key, taken);
        managed.RemoveFromOthers(key, taken);
        managed.RemoveFromOthers(key, changes.Removed);
        managed.Set(key, managed[key]!.Difference(SystemFields), apiVersion);

        if (!changes.IsSame || !managed.FieldsEqual(former))
            managed.Touch(key, clock.GetUtcNow());
        var final = changes.IsSame ? live : result as JsonObject ?? [];
        PutEntries(final, managed);
        return final;
    }

    private void Track(JsonObject live, JsonObject updated, ManagedFields managed, string manager)
    {
        var key = FieldManagerKey.Updater(manager, apiVersion);
        var former = managed[key];
        var changes = TypedValue.Compare(live, updated, type);
        var taken = changes.Modified.Union(changes.Added);
        managed.RemoveFromOthers(null, taken);
        managed.RemoveFromOthers(null, changes.Removed);
        var own = taken.Difference(changes.Removed).Difference(SystemFields);
        if (!own.IsEmpty)
        {
            var all = managed[key]?.Union(own) ?? own;
            managed.Set(key, all, apiVersion);
            if (former is null || !all.SetEquals(former))
                managed.Touch(key, clock.GetUtcNow());
        }
        managed.CapUpdaters();
    }

    /// <summary>Removes what the manager applied last time and not now, unless somebody else owns it too.</summary>
    private JsonNode? Prune(JsonNode? merged, FieldSet last, ManagedFields managed)
    {
        var mergedSet = TypedValue.ToFieldSet(merged, type);
        var pruned = TypedValue.Remove(merged, last, type).Value;
        pruned = TypedValue.Remove(merged, mergedSet.Difference(TypedValue.ToFieldSet(pruned, type).Union(managed.All())), type).Value;
        var gone = mergedSet.Difference(TypedValue.ToFieldSet(pruned, type)).Intersection(last);
        return TypedValue.Remove(merged, gone, type).Value;
    }

    private static void ThrowOnConflicts(ManagedFields managed, FieldManagerKey applier, FieldSet taken)
    {
        var conflicts = managed.Managers.Where(key => key != applier)
            .OrderBy(key => key.Manager, StringComparer.Ordinal)
            .SelectMany(key => managed[key]!.Intersection(taken).Paths().Select(path => new ApplyConflict(key, path)))
            .ToList();
        if (conflicts.Count > 0)
            throw new ApplyConflictException(conflicts);
    }

    /// <summary>An empty list, or a list with one empty entry, asks to forget all owners.</summary>
    private static bool IsReset(JsonNode? entries) =>
        entries is JsonArray { Count: 0 } or JsonArray { Count: 1 } && ((JsonArray)entries).All(entry => entry is JsonObject { Count: 0 });

    private static JsonNode? TakeEntries(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata || !metadata.TryGetPropertyValue("managedFields", out var entries))
            return null;
        metadata.Remove("managedFields");
        return entries;
    }

    private static void PutEntries(JsonObject value, ManagedFields managed)
    {
        if (managed.Encode() is { } entries && value["metadata"] is JsonObject metadata)
            metadata["managedFields"] = entries;
    }

    private static FieldSet SetOf(params ReadOnlySpan<FieldPath> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
            set.Insert(path);
        return set;
    }
}
