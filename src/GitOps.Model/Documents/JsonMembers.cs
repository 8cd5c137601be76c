using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>Reads members of a JSON object; what is missing or of another type becomes a problem, never an exception.</summary>
internal sealed class JsonMembers(string file, ProblemList problems)
{
    public string File => file;

    public ProblemList Problems => problems;

    /// <summary>A string that must be there and not empty.</summary>
    public string? RequiredText(JsonObject source, string member)
    {
        var text = OptionalText(source, member, out var present);
        if (!present) problems.Add(file, source, member, $"The member '{member}' is missing; expected a string.");
        else if (text is { Length: 0 }) problems.Add(file, source, member, $"The member '{member}' is empty.");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A string that may be missing or null.</summary>
    public string? OptionalText(JsonObject source, string member) => OptionalText(source, member, out _);

    /// <summary>The objects of an array that must be there: its absence cannot be told from a loss.</summary>
    public IEnumerable<JsonObject> RequiredObjects(JsonObject source, string member)
    {
        RequireArray(source, member);
        return Objects(source, member);
    }

    /// <summary>The objects of an array that may be missing or null.</summary>
    public IEnumerable<JsonObject> Objects(JsonObject source, string member)
    {
        if (!source.TryGetPropertyValue(member, out var node) || node is null) yield break;
        if (node is not JsonArray array)
        {
            problems.Add(file, node, $"'{member}' must be an array.");
            yield break;
        }
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item) yield return item;
            else problems.Add(file, JsonPath.Element(array.GetPath(), i), $"Every item of '{member}' must be an object.");
        }
    }

    /// <summary>The strings of an array that must be there.</summary>
    public IReadOnlyList<string> RequiredTexts(JsonObject source, string member)
    {
        RequireArray(source, member);
        return Texts(source, member);
    }

    /// <summary>The strings of an array that may be missing or null; a single string counts as an array of one.</summary>
    public IReadOnlyList<string> Texts(JsonObject source, string member)
    {
        if (!source.TryGetPropertyValue(member, out var node) || node is null) return [];
        if (TryText(node, out var single)) return [single];
        if (node is not JsonArray array)
        {
            problems.Add(file, node, $"'{member}' must be an array of strings.");
            return [];
        }
        var texts = new List<string>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is { } item && TryText(item, out var text)) texts.Add(text);
            else problems.Add(file, JsonPath.Element(array.GetPath(), i), $"Every item of '{member}' must be a string.");
        }
        return texts;
    }

    /// <summary>An object that may be missing or null.</summary>
    public JsonObject? OptionalObject(JsonObject source, string member)
    {
        if (!source.TryGetPropertyValue(member, out var node) || node is null) return null;
        if (node is JsonObject found) return found;
        problems.Add(file, node, $"'{member}' must be an object.");
        return null;
    }

    public static bool TryText(JsonNode node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return node is JsonValue value && node.GetValueKind() == JsonValueKind.String && value.TryGetValue(out text);
    }

    private void RequireArray(JsonObject source, string member)
    {
        if (source[member] is null)
            problems.Add(new Problem(file, JsonPath.Member(source.GetPath(), member), $"The member '{member}' is missing; expected an array, which may be empty.") { Hint = $"Write \"{member}\": [] when there is nothing to list." });
    }

    private string? OptionalText(JsonObject source, string member, out bool present)
    {
        present = source.TryGetPropertyValue(member, out var node) && node is not null;
        if (!present) return null;
        if (TryText(node!, out var text)) return text;
        problems.Add(file, node!, $"'{member}' must be a string.");
        return null;
    }
}
