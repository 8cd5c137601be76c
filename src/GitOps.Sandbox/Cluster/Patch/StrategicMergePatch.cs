using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Patch;

/// <summary>
/// Strategic merge patch: a merge patch that knows which lists merge by which key, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and <c>$setElementOrder</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string SetElementOrder = "$setElementOrder/";

    /// <summary>The patched object; the arguments are not changed.</summary>
    /// <exception cref="ApiException">400 when the patch does not follow the format.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, SchemaType type) =>
        Merge((JsonObject)target.DeepClone(), patch, type);

    private static JsonObject Merge(JsonObject target, JsonObject patch, SchemaType type)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                return Clean(patch);
            case "delete":
                return [];
        }
        if (patch.Array(RetainKeys) is { } retained)
        {
            var keep = retained.Select(item => item.AsText()).ToHashSet(StringComparer.Ordinal);
            foreach (var name in target.Select(member => member.Key).Where(name => !keep.Contains(name)).ToArray())
                target.Remove(name);
        }
        foreach (var (name, change) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                DeleteValues(target, name[DeleteFromList.Length..], change as JsonArray ?? []);
            if (name.StartsWith('$'))
                continue;
            if (change is null)
                target.Remove(name);
            else
                target[name] = Member(target[name], change, type.Member(name) ?? SchemaType.Untyped);
        }
        foreach (var (name, order) in patch)
        {
            if (name.StartsWith(SetElementOrder, StringComparison.Ordinal))
                Sort(target, name[SetElementOrder.Length..], order as JsonArray ?? [], type);
        }
        return target;
    }

    private static JsonNode Member(JsonNode? existing, JsonNode change, SchemaType type)
    {
        if (change is JsonObject map)
            return Merge(existing is JsonObject current ? (JsonObject)current.DeepClone() : [], map, type);
        if (change is not JsonArray list || !type.Merges || existing is not JsonArray items)
            return change is JsonArray plain ? CleanList(plain) : change.DeepClone();
        return type.MergeKey is { } key ? MergeByKey((JsonArray)items.DeepClone(), list, key, type.Element!) : Union(items, list);
    }

    private static JsonArray MergeByKey(JsonArray items, JsonArray changes, string key, SchemaType element)
    {
        if (changes.OfType<JsonObject>().Any(change => change.Text(Directive) == "replace" && !change.ContainsKey(key)))
            return CleanList(new JsonArray(changes.OfType<JsonObject>().Where(change => change.ContainsKey(key)).Select(change => (JsonNode?)change.DeepClone()).ToArray()));
        foreach (var node in changes)
        {
            if (node is not JsonObject change || !change.TryGetPropertyValue(key, out var value))
                throw ApiErrors.BadRequest($"map: {node?.ToJsonString()} does not contain declared merge key: {key}");
            var match = items.OfType<JsonObject>().FirstOrDefault(item => JsonNode.DeepEquals(item[key], value));
            switch (change.Text(Directive))
            {
                case "delete":
                    if (match is not null)
                        items.Remove(match);
                    break;
                case "replace" when match is not null:
                    items[items.IndexOf(match)] = Clean(change);
                    break;
                default:
                    if (match is null)
                        items.Add(Clean(change));
                    else
                        items[items.IndexOf(match)] = Merge((JsonObject)match.DeepClone(), change, element);
                    break;
            }
        }
        return items;
    }

    private static JsonArray Union(JsonArray items, JsonArray added)
    {
        var result = (JsonArray)items.DeepClone();
        foreach (var value in added)
        {
            if (!result.Any(existing => JsonNode.DeepEquals(existing, value)))
                result.Add(value?.DeepClone());
        }
        return result;
    }

    private static void DeleteValues(JsonObject target, string name, JsonArray values)
    {
        if (target.Array(name) is not { } items)
            return;
        foreach (var item in items.Where(item => values.Any(value => JsonNode.DeepEquals(item, value))).ToArray())
            items.Remove(item);
    }

    /// <summary>Elements that the order names come in that order; others stay relative to what preceded them.</summary>
    private static void Sort(JsonObject target, string name, JsonArray order, SchemaType type)
    {
        if (target.Array(name) is not { } items)
            return;
        var key = type.Member(name)?.MergeKey;
        int Place(JsonNode? item)
        {
            for (var i = 0; i < order.Count; i++)
            {
                if (key is null ? JsonNode.DeepEquals(order[i], item) : JsonNode.DeepEquals((order[i] as JsonObject)?[key], (item as JsonObject)?[key]))
                    return i;
            }
            return -1;
        }
        var placed = new List<(int Place, JsonNode? Item)>();
        var last = -1;
        foreach (var item in items)
        {
            var place = Place(item);
            placed.Add((place < 0 ? last : place, item));
            last = Math.Max(last, place);
        }
        target[name] = new JsonArray(placed.OrderBy(one => one.Place).Select(one => one.Item?.DeepClone()).ToArray());
    }

    /// <summary>A copy without directives.</summary>
    private static JsonObject Clean(JsonObject value)
    {
        var result = new JsonObject();
        foreach (var (name, member) in value)
        {
            if (name.StartsWith('$') || member is null)
                continue;
            result[name] = member switch
            {
                JsonObject map => Clean(map),
                JsonArray list => CleanList(list),
                _ => member.DeepClone(),
            };
        }
        return result;
    }

    private static JsonArray CleanList(JsonArray list) => new(list
        .Where(item => item is not JsonObject map || map.Text(Directive) is null or "merge")
        .Select(item => item is JsonObject map ? Clean(map) : item?.DeepClone()).ToArray());
}
