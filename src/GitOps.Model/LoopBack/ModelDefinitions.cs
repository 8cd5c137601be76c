using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.LoopBack;

/// <summary>
/// What a workspace makes of the model definitions in a repository, as LoopBack 3 does: a model has what its base has, but for what
/// it sets itself or takes away with null. The one place for where a model is served and whether it handles bytes. What is wrong
/// with the files is told elsewhere; a wrong part counts as absent here.
/// </summary>
public sealed class ModelDefinitions
{
    /// <summary>Models inside of models, bases not counted.</summary>
    private const int MaxDepth = 32;

    private static readonly string[] BinaryTypes = ["buffer", "binary", "file"];

    private readonly Dictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    /// <param name="documents">Path to content, of a <c>dev</c> repository.</param>
    public ModelDefinitions(IReadOnlyDictionary<string, string> documents)
    {
        foreach (var path in documents.Keys.Where(LoopBackReader.IsModel).Order(StringComparer.Ordinal))
        {
            if (JsonText.ParseObject(documents[path], path, "$", new ProblemList()) is { } definition && Text(definition["name"]) is { } name)
                _definitions.TryAdd(name, definition);
        }
    }

    /// <summary>
    /// Where a model is served, below <c>/api/</c>: its <c>http.path</c>, else its <c>plural</c>, else the plural of its name. A base hands
    /// down both. No slash at the beginning.
    /// </summary>
    public string HttpPath(string model) =>
        (OwnOrInherited(model, "http", "path") ?? OwnOrInherited(model, "plural") ?? PluralNames.Of(model)).TrimStart('/');

    /// <summary>Whether a property, or an argument or result of a remote method, holds bytes, be it inside of another model.</summary>
    public bool HasBinary(string model) => HasBinary(model, []);

    private bool HasBinary(string model, HashSet<string> seen, int depth = 0)
    {
        if (depth > MaxDepth || !seen.Add(model)) return false;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var takenMethods = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in Chain(model))
        {
            foreach (var (name, type) in definition["properties"] as JsonObject ?? [])
            {
                // The nearest definition counts; null or false takes the property away.
                if (taken.Add(name) && IsBinary(type, seen, depth)) return true;
            }
            foreach (var (name, method) in Setting(definition, "methods") as JsonObject ?? [])
            {
                if (takenMethods.Add(name) && method is JsonObject remote && Arguments(remote).Any(argument => IsBinary(argument["type"], seen, depth))) return true;
            }
        }
        return false;
    }

    private static IEnumerable<JsonObject> Arguments(JsonObject method) =>
        ((string[])["accepts", "returns"]).SelectMany(list => method[list] switch
        {
            JsonArray arguments => arguments.OfType<JsonObject>(),
            JsonObject single => [single],
            _ => [],
        });

    private bool IsBinary(JsonNode? type, HashSet<string> seen, int depth) => type switch
    {
        JsonObject members when members.TryGetPropertyValue("type", out var inner) => IsBinary(inner, seen, depth),
        // A type that is written where it is used.
        JsonObject members => members.Any(member => IsBinary(member.Value, seen, depth)),
        JsonArray items => items.Any(item => IsBinary(item, seen, depth)),
        _ => Text(type) is { } name && (BinaryTypes.Contains(name, StringComparer.OrdinalIgnoreCase) || (_definitions.ContainsKey(name) && HasBinary(name, seen, depth + 1))),
    };

    /// <summary>The text that the nearest definition gives; null when that is none, or when a null in between takes it away.</summary>
    private string? OwnOrInherited(string model, string setting, string? member = null)
    {
        foreach (var definition in Chain(model))
        {
            if (!TrySetting(definition, setting, out var value)) continue;
            if (member is null || value is null) return Text(value);
            if (value is JsonObject members && members.TryGetPropertyValue(member, out var inner)) return Text(inner);
        }
        return null;
    }

    /// <summary>The model's own definition, then its base's, and so on; each once, so that circles do no harm.</summary>
    private IEnumerable<JsonObject> Chain(string model)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var name = model; name is not null && seen.Add(name) && _definitions.TryGetValue(name, out var definition); name = Text(Setting(definition, "base")))
            yield return definition;
    }

    private static JsonNode? Setting(JsonObject definition, string name) => TrySetting(definition, name, out var value) ? value : null;

    /// <summary>What stands in <c>options</c> counts before what stands beside it.</summary>
    private static bool TrySetting(JsonObject definition, string name, out JsonNode? value) =>
        definition["options"] is JsonObject options && options.TryGetPropertyValue(name, out value) || definition.TryGetPropertyValue(name, out value);

    private static string? Text(JsonNode? node) =>
        node is not null && node.GetValueKind() == JsonValueKind.String && JsonMembers.TryText(node, out var text) && text.Length > 0 ? text : null;
}
