using System.Text.Json;

namespace GitOps.Model.Json;

/// <summary>Where in a text a value stands, and the values in it.</summary>
/// <param name="Start">Its first byte; of an object's member, that of the value.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="Children">Members of an object, elements of an array, as written.</param>
internal sealed record JsonSpan(JsonValueKind Kind, int Start, int End, IReadOnlyList<JsonSpanChild> Children)
{
    /// <summary>The value that a text is.</summary>
    /// <exception cref="JsonException">It is none, or too deep.</exception>
    public static JsonSpan Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        var span = Read(ref reader);
        while (reader.Read())
        {
        }
        return span;
    }

    private static JsonSpan Read(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var children = new List<JsonSpanChild>();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (name, nameStart) = (reader.GetString()!, (int)reader.TokenStartIndex);
                    reader.Read();
                    children.Add(new JsonSpanChild(name, nameStart, Read(ref reader)));
                }
                return new JsonSpan(JsonValueKind.Object, start, (int)reader.BytesConsumed, children);
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var itemStart = (int)reader.TokenStartIndex;
                    children.Add(new JsonSpanChild(null, itemStart, Read(ref reader)));
                }
                return new JsonSpan(JsonValueKind.Array, start, (int)reader.BytesConsumed, children);
            default:
                return new JsonSpan(reader.TokenType == JsonTokenType.String ? JsonValueKind.String : JsonValueKind.Undefined, start, (int)reader.BytesConsumed, children);
        }
    }
}
