using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOps.Model.Serialization;

/// <summary>Carries a value that has a text form as a JSON string. What does not parse is a <see cref="JsonException"/> that says why.</summary>
public sealed class ParsableJsonConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException($"Expected a string that is a {typeof(T).Name}, found {reader.TokenType}.");
        try
        {
            return T.Parse(reader.GetString()!, null);
        }
        catch (FormatException notParsable)
        {
            throw new JsonException(notParsable.Message, notParsable);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
