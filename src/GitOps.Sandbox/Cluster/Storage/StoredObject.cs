using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>
/// One immutable state of an object: its JSON, serialised once and sent to every reader as it is, and what selectors ask for.
/// </summary>
internal sealed class StoredObject
{
    private static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly string[] TypeMembers = ["kind", "apiVersion"];

    private StoredObject(JsonObject value, byte[] json, long revision, IReadOnlyList<string> selectableFields)
    {
        var metadata = value.Object("metadata");
        Key = new ObjectKey(metadata.Text("namespace") ?? "", metadata.Text("name") ?? "");
        Uid = metadata.Text("uid") ?? "";
        Revision = revision;
        Json = json;
        _bodyOffset = BodyOffset(value);
        IsTerminating = metadata.Text("deletionTimestamp") is not null;
        Labels = metadata.Object("labels") is { Count: > 0 } labels
            ? labels.Select(label => KeyValuePair.Create(label.Key, label.Value.AsText() ?? "")).ToArray() : [];
        Owners = metadata.Objects("ownerReferences").Select(owner => owner.Text("uid") ?? "").ToArray();
        Fields = selectableFields.Count == 0 ? [] : selectableFields.Select(path => FieldValue(value, path)).ToArray();
    }

    private readonly int _bodyOffset;

    public ObjectKey Key { get; }

    public string Uid { get; }

    /// <summary>Store-wide revision of the write that made this state.</summary>
    public long Revision { get; }

    /// <summary>UTF-8 JSON of the whole object.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>
    /// What follows <c>{"kind":…,"apiVersion":…,</c>: lists of built-in kinds leave these two out of their items.
    /// Empty when the object has no such beginning.
    /// </summary>
    public ReadOnlyMemory<byte> JsonAfterType => _bodyOffset > 0 ? Json[_bodyOffset..] : default;

    public bool IsTerminating { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>Uids of the owner references.</summary>
    public IReadOnlyList<string> Owners { get; }

    /// <summary>Values of the resource's selectable fields, in their order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>A tree of the caller's own.</summary>
    public JsonObject Parse() => (JsonObject)JsonNode.Parse(Json.Span)!;

    /// <summary>Stamps the revision on the object and freezes it.</summary>
    public static StoredObject Freeze(JsonObject value, long revision, IReadOnlyList<string> selectableFields)
    {
        value.Ensure("metadata")["resourceVersion"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new StoredObject(value, Serialize(value), revision, selectableFields);
    }

    /// <summary>The answer of a dry run, which has no revision of its own.</summary>
    public static StoredObject Preview(JsonObject value) => new(value, Serialize(value), 0, []);

    /// <summary>Takes an object over as it was written by an earlier run.</summary>
    public static StoredObject Restore(byte[] json, IReadOnlyList<string> selectableFields)
    {
        var value = (JsonObject)JsonNode.Parse(json)!;
        var revision = long.Parse(value.Object("metadata").Text("resourceVersion")!, System.Globalization.CultureInfo.InvariantCulture);
        return new StoredObject(value, json, revision, selectableFields);
    }

    /// <summary>UTF-8 JSON with the type first.</summary>
    public static byte[] Serialize(JsonObject value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writer))
        {
            writer.WriteStartObject();
            foreach (var name in TypeMembers)
            {
                if (value.Text(name) is { } text)
                    writer.WriteString(name, text);
            }
            foreach (var (name, member) in value)
            {
                if (TypeMembers.Contains(name))
                    continue;
                writer.WritePropertyName(name);
                if (member is null)
                    writer.WriteNullValue();
                else
                    member.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Kinds and versions are plain ASCII, so the length of the beginning follows from theirs.</summary>
    private static int BodyOffset(JsonObject value) =>
        value.Text("kind") is { } kind && value.Text("apiVersion") is { } version
            ? """{"kind":"","apiVersion":"",""".Length + kind.Length + version.Length : 0;

    private static string FieldValue(JsonObject value, string path)
    {
        JsonNode? at = value;
        foreach (var name in path.Split('.'))
            at = (at as JsonObject)?[name];
        return at switch
        {
            null => "",
            _ when at.AsText() is { } text => text,
            _ => at.ToJsonString(),
        };
    }
}
