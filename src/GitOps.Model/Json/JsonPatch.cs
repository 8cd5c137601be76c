using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Model.Json;

/// <summary>JSON Patch (RFC 6902): add, remove, replace, move, copy and test, all or none. Bounded in operations and in what it may copy.</summary>
public sealed class JsonPatch
{
    /// <summary>Operations of one patch.</summary>
    public const int MaxOperations = 1000;

    /// <summary>Characters that all copies of one patch may have: a few could otherwise double a document often.</summary>
    private const int MaxCopied = 4 * 1024 * 1024;

    private readonly IReadOnlyList<Operation> _operations;

    private JsonPatch(IReadOnlyList<Operation> operations) => _operations = operations;

    /// <summary>What is done, such as <c>replace /gateways/0/name</c>; tests left out.</summary>
    public IEnumerable<string> Changes => _operations.Where(operation => operation.Name != "test").Select(operation => $"{operation.Name} {operation.Path}");

    /// <exception cref="JsonPatchException">It is no patch.</exception>
    public static JsonPatch Parse(JsonNode? patch)
    {
        if (patch is not JsonArray list) throw Malformed("A JSON Patch is an array of operations.");
        if (list.Count > MaxOperations) throw Malformed($"The patch has {list.Count} operations; {MaxOperations} are allowed.");
        return new JsonPatch([.. list.Select(Read)]);
    }

    /// <summary>The document after the patch; it is not changed itself.</summary>
    /// <exception cref="JsonPatchException">An operation cannot be done.</exception>
    public JsonNode? Apply(JsonNode? document)
    {
        var result = document?.DeepClone();
        var copied = 0;
        foreach (var operation in _operations)
        {
            switch (operation.Name)
            {
                case "add":
                    Add(ref result, operation, operation.Value?.DeepClone());
                    break;
                case "remove":
                    Remove(ref result, operation, operation.Path);
                    break;
                case "replace":
                    Replace(ref result, operation);
                    break;
                case "move":
                    var moved = Find(result, operation, operation.From!);
                    if (operation.From!.Tokens.SequenceEqual(operation.Path.Tokens, StringComparer.Ordinal)) break;
                    Remove(ref result, operation, operation.From);
                    Add(ref result, operation, moved);
                    break;
                case "copy":
                    var copy = Find(result, operation, operation.From!)?.DeepClone();
                    copied += copy?.ToJsonString().Length ?? 4;
                    if (copied > MaxCopied) throw Malformed($"{operation}: the patch copies more than {MaxCopied} characters.");
                    Add(ref result, operation, copy);
                    break;
                default:
                    if (!JsonNode.DeepEquals(Find(result, operation, operation.Path), operation.Value))
                        throw Conflict(operation, "the value there is another");
                    break;
            }
        }
        return result;
    }

    private static Operation Read(JsonNode? node, int number)
    {
        if (node is not JsonObject members) throw Malformed($"Operation {number} is no object.");
        var name = Text(members, "op", number);
        if (name is not ("add" or "remove" or "replace" or "move" or "copy" or "test"))
            throw Malformed($"Operation {number}: 'op' must be add, remove, replace, move, copy or test.");
        var path = Pointer(members, "path", number);
        var from = name is "move" or "copy" ? Pointer(members, "from", number) : null;
        if (name == "move" && from!.Holds(path) && from.Tokens.Count < path.Tokens.Count)
            throw Malformed($"Operation {number}: a value cannot be moved into itself.");
        if (name is "add" or "replace" or "test" && !members.ContainsKey("value")) throw Malformed($"Operation {number}: 'value' is missing.");
        return new Operation(number, name, path, from, members["value"]);
    }

    private static string Text(JsonObject members, string member, int number) =>
        members[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw Malformed($"Operation {number}: '{member}' is missing or no string.");

    private static JsonPointer Pointer(JsonObject members, string member, int number) =>
        JsonPointer.TryParse(Text(members, member, number), out var pointer)
            ? pointer
            : throw Malformed($"Operation {number}: '{member}' is no JSON Pointer (RFC 6901): empty, or beginning with '/'.");

    private static JsonNode? Find(JsonNode? document, Operation operation, JsonPointer path) =>
        path.TryFind(document, out var value) ? value : throw Conflict(operation, $"there is nothing at '{path}'");

    private static void Add(ref JsonNode? document, Operation operation, JsonNode? value)
    {
        if (operation.Path.Tokens.Count == 0)
        {
            document = value;
            return;
        }
        var token = operation.Path.Tokens[^1];
        switch (operation.Path.TryFindParent(document, out var parent) ? parent : null)
        {
            case JsonObject members:
                members[token] = value;
                break;
            case JsonArray array when token == "-":
                array.Add(value);
                break;
            case JsonArray array when JsonPointer.TryIndex(token, out var index) && index <= array.Count:
                array.Insert(index, value);
                break;
            default:
                throw Conflict(operation, "there is no such object, or no such place in the array");
        }
    }

    private static void Remove(ref JsonNode? document, Operation operation, JsonPointer path)
    {
        Find(document, operation, path);
        if (path.Tokens.Count == 0)
        {
            document = null;
            return;
        }
        path.TryFindParent(document, out var parent);
        if (parent is JsonObject members) members.Remove(path.Tokens[^1]);
        else if (JsonPointer.TryIndex(path.Tokens[^1], out var index)) ((JsonArray)parent!).RemoveAt(index);
    }

    private static void Replace(ref JsonNode? document, Operation operation)
    {
        Find(document, operation, operation.Path);
        if (operation.Path.Tokens.Count == 0)
        {
            document = operation.Value?.DeepClone();
            return;
        }
        operation.Path.TryFindParent(document, out var parent);
        if (parent is JsonObject members) members[operation.Path.Tokens[^1]] = operation.Value?.DeepClone();
        else if (JsonPointer.TryIndex(operation.Path.Tokens[^1], out var index)) ((JsonArray)parent!)[index] = operation.Value?.DeepClone();
    }

    private static JsonPatchException Malformed(string reason) => new(reason, isMalformed: true);

    private static JsonPatchException Conflict(Operation operation, string reason) => new($"{operation}: {reason}. Nothing was changed.", isMalformed: false);

    private sealed record Operation(int Number, string Name, JsonPointer Path, JsonPointer? From, JsonNode? Value)
    {
        public override string ToString() => $"Operation {Number} ({Name} '{Path}')";
    }
}
