using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Discovery;

/// <summary>How the API server serves a kind.</summary>
public sealed class ResourceDescriptor
{
    private readonly string _root;

    internal ResourceDescriptor(GroupVersionKind kind, string plural, bool isNamespaced, IReadOnlySet<string> verbs, IReadOnlySet<string> subresources)
    {
        Kind = kind;
        Plural = plural;
        IsNamespaced = isNamespaced;
        Verbs = verbs;
        Subresources = subresources;
        _root = GroupPath(kind.ApiVersion);
    }

    public GroupVersionKind Kind { get; }

    /// <summary>The name in paths, such as <c>deployments</c>.</summary>
    public string Plural { get; }

    public bool IsNamespaced { get; }

    /// <summary>Such as <c>list</c> and <c>patch</c>.</summary>
    public IReadOnlySet<string> Verbs { get; }

    /// <summary>Such as <c>status</c>.</summary>
    public IReadOnlySet<string> Subresources { get; }

    public override string ToString() => $"{_root}/{Plural}";

    /// <summary>The path of a group and version.</summary>
    internal static string GroupPath(string apiVersion) => apiVersion.Contains('/') ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";

    /// <param name="namespace">Empty for cluster-wide kinds and for all namespaces.</param>
    internal string CollectionPath(string @namespace) =>
        IsNamespaced && @namespace.Length > 0 ? $"{_root}/namespaces/{Segment(@namespace)}/{Plural}" : $"{_root}/{Plural}";

    /// <summary>An object's path, with a subresource where one is named.</summary>
    internal string ObjectPath(string @namespace, string name, string? subresource)
    {
        if (name.Length == 0) throw new ArgumentException($"A name is needed to address a {Kind.Kind}.", nameof(name));
        if (IsNamespaced != @namespace.Length > 0)
        {
            throw new ArgumentException(IsNamespaced ? $"{Kind.Kind} {name} needs a namespace." : $"{Kind.Kind} {name} is cluster-wide and can have no namespace.", nameof(@namespace));
        }
        var tail = subresource is null ? "" : "/" + subresource;
        return IsNamespaced
            ? $"{_root}/namespaces/{Segment(@namespace)}/{Plural}/{Segment(name)}{tail}"
            : $"{_root}/{Plural}/{Segment(name)}{tail}";
    }

    /// <summary>
    /// Escapes a path segment. A segment of dots alone would be folded into the path by <see cref="Uri"/>, and so address something else.
    /// </summary>
    private static string Segment(string text) =>
        text is "." or ".." ? throw new ArgumentException($"\"{text}\" is no name of an object.", nameof(text)) : Uri.EscapeDataString(text);
}
