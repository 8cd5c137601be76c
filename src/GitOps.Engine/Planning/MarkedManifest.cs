using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Planning;

/// <summary>Writes a manifest with the annotations that this system keeps its own accounts in. What is composed stays a function of git alone.</summary>
internal static class MarkedManifest
{
    private static readonly JsonSerializerOptions Json = ManifestJson.Default.Options;

    /// <returns>UTF-8 JSON with the object's <see cref="OwnerMark"/>.</returns>
    public static ReadOnlyMemory<byte> Write(Manifest manifest)
    {
        var labels = manifest.Body["metadata"]?["labels"];
        var mark = OwnerMark.Of(manifest.Key, labels?[EnvironmentLabels.Producer]?.GetValue<string>(), labels?[EnvironmentLabels.Environment]?.GetValue<string>());
        return Write(manifest.Body, OwnerMark.Annotation, mark);
    }

    /// <summary>The same manifest with one annotation more.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> manifest, string annotation, string value) =>
        Write(JsonNode.Parse(manifest.Span)!.AsObject(), annotation, value);

    private static ReadOnlyMemory<byte> Write(JsonObject body, string annotation, string value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Encoder });
        writer.WriteStartObject();
        foreach (var (name, member) in body)
        {
            if (name == "metadata" && member is JsonObject metadata) WriteMetadata(writer, metadata, annotation, value);
            else WriteMember(writer, name, member);
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonObject metadata, string annotation, string value)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var (name, member) in metadata)
        {
            if (name != "annotations") WriteMember(writer, name, member);
        }
        writer.WriteStartObject("annotations"u8);
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var (name, member) in annotations)
            {
                if (name != annotation) WriteMember(writer, name, member);
            }
        }
        writer.WriteString(annotation, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, JsonNode? member)
    {
        writer.WritePropertyName(name);
        if (member is null) writer.WriteNullValue();
        else member.WriteTo(writer, Json);
    }
}
