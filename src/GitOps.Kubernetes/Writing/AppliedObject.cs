using System.Text.Json;

namespace GitOps.Kubernetes.Writing;

/// <summary>What an apply led to, as far as a caller needs it who watches the object anyway.</summary>
/// <param name="Uid">The object's life.</param>
/// <param name="ResourceVersion">Its version after the apply; the one before when the apply changed nothing.</param>
/// <param name="Generation">Counts changes of the desired state; zero where the kind does not count.</param>
/// <param name="Created">The object was not there before.</param>
public readonly record struct AppliedObject(string Uid, string ResourceVersion, long Generation, bool Created)
{
    /// <summary>Reads metadata only, and stops behind it.</summary>
    internal static AppliedObject Read(ReadOnlySpan<byte> body, bool created)
    {
        string uid = "", version = "";
        long generation = 0;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (!isMetadata)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("uid"u8)) uid = Next(ref reader).GetString()!;
                else if (reader.ValueTextEquals("resourceVersion"u8)) version = Next(ref reader).GetString()!;
                else if (reader.ValueTextEquals("generation"u8)) generation = Next(ref reader).GetInt64();
                else Next(ref reader).Skip();
            }
            break;
        }
        return new AppliedObject(uid, version, generation, created);
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }
}
