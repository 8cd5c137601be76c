using System.Text.Json;

namespace GitOps.Kubernetes.Objects;

/// <summary>
/// A reading view of an object's JSON as the API server sent it. Costs nothing to make; every property reads the JSON anew.
/// Objects from watches and from <see cref="Listing.ObjectPage"/> are valid only until the next one is asked for:
/// <see cref="Clone"/> what is to be kept. All others may be kept.
/// </summary>
public readonly struct KubernetesObject
{
    private readonly GroupVersionKind _listed;

    public KubernetesObject(JsonElement json) : this(json, default)
    {
    }

    /// <param name="json">The object.</param>
    /// <param name="listed">The kind of the list that it came in; items of a list may leave out their own.</param>
    internal KubernetesObject(JsonElement json, GroupVersionKind listed)
    {
        Json = json;
        _listed = listed;
    }

    /// <summary>The whole object.</summary>
    public JsonElement Json { get; }

    public string ApiVersion => Text(Json, "apiVersion"u8) ?? _listed.ApiVersion ?? "";

    public string Kind => Text(Json, "kind"u8) ?? _listed.Kind ?? "";

    /// <summary>The object's metadata; undefined where it has none.</summary>
    public JsonElement Metadata => Member(Json, "metadata"u8);

    public string Name => Text(Metadata, "name"u8) ?? "";

    /// <summary>Empty for cluster-wide kinds.</summary>
    public string Namespace => Text(Metadata, "namespace"u8) ?? "";

    public string Uid => Text(Metadata, "uid"u8) ?? "";

    /// <summary>Opaque; equal versions of one uid mean equal content.</summary>
    public string ResourceVersion => Text(Metadata, "resourceVersion"u8) ?? "";

    /// <summary>Counts changes of the desired state; zero where the kind does not count.</summary>
    public long Generation => Member(Metadata, "generation"u8) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : 0;

    /// <summary>Somebody has asked for its deletion and finalizers or a grace period hold it.</summary>
    public bool IsTerminating => Member(Metadata, "deletionTimestamp"u8).ValueKind == JsonValueKind.String;

    /// <summary>The labels as an object of strings; undefined where there are none.</summary>
    public JsonElement Labels => Member(Metadata, "labels"u8);

    /// <summary>The annotations as an object of strings; undefined where there are none.</summary>
    public JsonElement Annotations => Member(Metadata, "annotations"u8);

    /// <summary>
    /// Who owns which fields, as an array; undefined where nothing is tracked.
    /// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
    /// </summary>
    public JsonElement ManagedFields => Member(Metadata, "managedFields"u8);

    public ObjectReference Reference => new(new GroupVersionKind(ApiVersion, Kind), Namespace, Name);

    /// <summary>A label's value, or null where the object does not carry it.</summary>
    public string? Label(string name) =>
        Labels is { ValueKind: JsonValueKind.Object } labels && labels.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A copy that may be kept.</summary>
    public KubernetesObject Clone() => new(Json.Clone(), _listed);

    public override string ToString() => Json.ValueKind == JsonValueKind.Object ? Reference.ToString() : "(no object)";

    private static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static JsonElement Member(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
}
