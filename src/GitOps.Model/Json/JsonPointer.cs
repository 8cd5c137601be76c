using System.Globalization;
using System.Text.Json.Nodes;

namespace GitOps.Model.Json;

/// <summary>A place in a document (RFC 6901): <c>/gateways/0/name</c>; the empty text is all of it.</summary>
internal sealed class JsonPointer
{
    private readonly string _text;

    private JsonPointer(string text, string[] tokens) => (_text, Tokens) = (text, tokens);

    public IReadOnlyList<string> Tokens { get; }

    public static bool TryParse(string text, out JsonPointer pointer)
    {
        pointer = new JsonPointer(text, []);
        if (text.Length == 0) return true;
        var tokens = text.Split('/');
        if (tokens[0].Length > 0 || tokens.Skip(1).Any(token => !IsEscaped(token))) return false;
        pointer = new JsonPointer(text, [.. tokens.Skip(1).Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
        return true;
    }

    /// <summary>Whether the other is this place or one in it.</summary>
    public bool Holds(JsonPointer other) =>
        other.Tokens.Count >= Tokens.Count && other.Tokens.Take(Tokens.Count).SequenceEqual(Tokens, StringComparer.Ordinal);

    /// <summary>The value there; false when there is none.</summary>
    public bool TryFind(JsonNode? document, out JsonNode? value)
    {
        value = document;
        foreach (var token in Tokens)
        {
            if (!TryStep(value, token, out value)) return false;
        }
        return true;
    }

    /// <summary>The value that holds the place; false when there is none.</summary>
    public bool TryFindParent(JsonNode? document, out JsonNode? parent) =>
        new JsonPointer("", [.. Tokens.SkipLast(1)]).TryFind(document, out parent);

    /// <summary>An index as RFC 6901 writes it: without leading zeros.</summary>
    public static bool TryIndex(string token, out int index)
    {
        index = 0;
        return token.Length is > 0 and < 10 && token.All(char.IsAsciiDigit) && (token.Length == 1 || token[0] != '0')
            && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    public override string ToString() => _text;

    private static bool TryStep(JsonNode? from, string token, out JsonNode? value)
    {
        value = null;
        switch (from)
        {
            case JsonObject members:
                return members.TryGetPropertyValue(token, out value);
            case JsonArray array when TryIndex(token, out var index) && index < array.Count:
                value = array[index];
                return true;
            default:
                return false;
        }
    }

    private static bool IsEscaped(string token)
    {
        for (var tilde = token.IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = token.IndexOf('~', tilde + 1))
        {
            if (tilde + 1 >= token.Length || token[tilde + 1] is not ('0' or '1')) return false;
        }
        return true;
    }
}
