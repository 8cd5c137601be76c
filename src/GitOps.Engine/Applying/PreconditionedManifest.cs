using System.Buffers;
using System.Text.Json;

namespace GitOps.Engine.Applying;

/// <summary>A manifest that names the uid of the object it is meant for, so that the API server refuses to write it to another.</summary>
internal static class PreconditionedManifest
{
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> manifest, Guid uid)
    {
        using var document = JsonDocument.Parse(manifest);
        var buffer = new ArrayBufferWriter<byte>(manifest.Length + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!member.NameEquals("metadata"u8))
            {
                member.WriteTo(writer);
                continue;
            }
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("uid"u8, uid);
            foreach (var field in member.Value.EnumerateObject()) field.WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
