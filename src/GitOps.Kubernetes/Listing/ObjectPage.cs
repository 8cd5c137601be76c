using System.Text.Json;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Listing;

/// <summary>Some of the objects of a list. Its objects are valid until it is disposed.</summary>
public sealed class ObjectPage : IDisposable
{
    private readonly IDisposable? _body;
    private readonly JsonDocument _document;
    private readonly GroupVersionKind _kind;

    internal ObjectPage(GroupVersionKind kind, JsonDocument document, IDisposable? body)
    {
        _kind = kind;
        _document = document;
        _body = body;
        var metadata = document.RootElement.GetProperty("metadata"u8);
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
            if (!_document.RootElement.TryGetProperty("items"u8, out var items) || items.ValueKind != JsonValueKind.Array) yield break;
            foreach (var item in items.EnumerateArray()) yield return new KubernetesObject(item, _kind);
        }
    }

    /// <summary>The objects, in one copy that outlives the page.</summary>
    internal IEnumerable<KubernetesObject> CloneItems()
    {
        if (!_document.RootElement.TryGetProperty("items"u8, out var items) || items.ValueKind != JsonValueKind.Array) yield break;
        foreach (var item in items.Clone().EnumerateArray()) yield return new KubernetesObject(item, _kind);
    }

    public void Dispose()
    {
        _document.Dispose();
        _body?.Dispose();
    }
}
