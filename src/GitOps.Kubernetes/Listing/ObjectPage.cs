using System.Text.Json;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Transport;

namespace GitOps.Kubernetes.Listing;

/// <summary>Some of the objects of a list. Its objects are valid until it is disposed.</summary>
public sealed class ObjectPage : IDisposable
{
    private readonly ApiAnswer _answer;
    private readonly JsonDocument _document;
    private readonly JsonElement _items;
    private readonly GroupVersionKind _kind;

    private ObjectPage(GroupVersionKind kind, JsonDocument document, JsonElement metadata, JsonElement items, ApiAnswer answer)
    {
        _kind = kind;
        _document = document;
        _items = items;
        _answer = answer;
        ResourceVersion = metadata.TryGetProperty("resourceVersion"u8, out var version) ? version.GetString() ?? "" : "";
        Continue = metadata.TryGetProperty("continue"u8, out var token) && token.GetString() is { Length: > 0 } next ? next : null;
    }

    /// <summary>The state of the cluster that the list shows, the same for all of its pages; where a watch can go on.</summary>
    public string ResourceVersion { get; }

    /// <summary>What asks for the next page; null on the last.</summary>
    public string? Continue { get; }

    public IEnumerable<KubernetesObject> Items
    {
        get
        {
            if (_items.ValueKind == JsonValueKind.Null) yield break;
            foreach (var item in _items.EnumerateArray()) yield return new KubernetesObject(item, _kind);
        }
    }

    /// <summary>The objects, in one copy that outlives the page.</summary>
    internal IEnumerable<KubernetesObject> CloneItems()
    {
        if (_items.ValueKind == JsonValueKind.Null) yield break;
        foreach (var item in _items.Clone().EnumerateArray()) yield return new KubernetesObject(item, _kind);
    }

    public void Dispose()
    {
        _document.Dispose();
        _answer.Dispose();
    }

    /// <summary>Takes the answer over. What is no list is a failure, never an empty list: nothing may be taken for gone because of it.</summary>
    internal static ObjectPage Read(GroupVersionKind kind, ApiAnswer answer)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("kind"u8, out var name) && name.GetString()?.EndsWith("List", StringComparison.Ordinal) == true
                && root.TryGetProperty("metadata"u8, out var metadata) && metadata.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("items"u8, out var items) && items.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
            {
                return new ObjectPage(kind, document, metadata, items, answer);
            }
            throw ErrorFactory.Unreadable($"list {kind}");
        }
        catch (Exception error)
        {
            document?.Dispose();
            answer.Dispose();
            if (error is JsonException or InvalidOperationException) throw ErrorFactory.Unreadable($"list {kind}", error);
            throw;
        }
    }
}
