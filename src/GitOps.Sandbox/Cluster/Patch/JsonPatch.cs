using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Patch;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="ApiException">400 for a malformed patch, 422 when an operation does not fit the document.</exception>
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw ApiErrors.BadRequest("error decoding patch: a JSON patch is a list of operations");
        JsonNode? document = target.DeepClone();
        foreach (var node in operations)
        {
            if (node is not JsonObject operation || operation.Text("op") is not { } name || operation.Text("path") is not { } path)
                throw ApiErrors.BadRequest("error decoding patch: an operation has `op` and `path`");
            document = Apply(document, name, path, operation);
        }
        return document as JsonObject ?? throw Impossible("the result is no object");
    }

    private static JsonNode? Apply(JsonNode? document, string operation, string path, JsonObject arguments)
    {
        switch (operation)
        {
            case "add":
                return Add(document, path, arguments["value"]?.DeepClone());
            case "remove":
                Take(document, path);
                return document;
            case "replace":
                if (path.Length == 0)
                    return arguments["value"]?.DeepClone();
                Take(document, path);
                return Add(document, path, arguments["value"]?.DeepClone());
            case "move":
                return Add(document, path, Take(document, From(arguments)));
            case "copy":
                return Add(document, path, Read(document, From(arguments))?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(Read(document, path), arguments["value"]) ? document
                    : throw Impossible($"testing value {path} failed");
            default:
                throw ApiErrors.BadRequest($"Unexpected kind: {operation}");
        }
    }

    private static string From(JsonObject arguments) =>
        arguments.Text("from") ?? throw ApiErrors.BadRequest("error decoding patch: `move` and `copy` have `from`");

    private static JsonNode? Add(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        var (parent, key) = Parent(document, path);
        if (parent is JsonObject map)
            map[key] = value;
        else if (parent is JsonArray list)
            list.Insert(key == "-" ? list.Count : Index(key, list.Count + 1, path), value);
        else
            throw Missing("add", path);
        return document;
    }

    private static JsonNode? Take(JsonNode? document, string path)
    {
        var (parent, key) = Parent(document, path);
        if (parent is JsonObject map && map.TryGetPropertyValue(key, out var member))
        {
            map.Remove(key);
            return member;
        }
        if (parent is not JsonArray list)
            throw Missing("remove", path);
        var index = Index(key, list.Count, path);
        var item = list[index];
        list.RemoveAt(index);
        return item;
    }

    private static JsonNode? Read(JsonNode? document, string path)
    {
        if (path.Length == 0)
            return document;
        var (parent, key) = Parent(document, path);
        return parent switch
        {
            JsonObject map when map.TryGetPropertyValue(key, out var member) => member,
            JsonArray list => list[Index(key, list.Count, path)],
            _ => throw Missing("test", path),
        };
    }

    private static (JsonNode? Parent, string Key) Parent(JsonNode? document, string path)
    {
        if (!path.StartsWith('/'))
            throw ApiErrors.BadRequest($"error decoding patch: the path {path} does not begin with a slash");
        var names = path[1..].Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        var at = document;
        foreach (var name in names[..^1])
        {
            at = at switch
            {
                JsonObject map => map[name],
                JsonArray list => list[Index(name, list.Count, path)],
                _ => null,
            } ?? throw Missing("add", path);
        }
        return (at, names[^1]);
    }

    private static int Index(string text, int end, string path) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < end ? index
            : throw Impossible($"replace operation does not apply: doc is missing key: {path}: missing value");

    private static ApiException Missing(string operation, string path) =>
        Impossible($"{operation} operation does not apply: doc is missing path: \"{path}\": missing value");

    private static ApiException Impossible(string why) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}", []);
}
