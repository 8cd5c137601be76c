using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>
/// A set of field paths, stored as the tree that <c>fieldsV1</c> writes. Path elements are in their wire form:
/// <c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).
/// </summary>
internal sealed class FieldSet
{
    /// <summary>Whether this very path belongs to the set, apart from the paths below it.</summary>
    public bool IsMember { get; private set; }

    private SortedDictionary<string, FieldSet>? _children;

    public bool IsEmpty => !IsMember && (_children is null || _children.Count == 0);

    public FieldSet? Child(string element) => _children?.GetValueOrDefault(element);

    /// <summary>Adds the path that leads through <paramref name="path"/> from this node.</summary>
    public void Insert(FieldPath? path) => Node(path).IsMember = true;

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (element, child) in Pairs(this))
            result.Set(element, other.Child(element) is { } match ? child.Union(match) : child);
        foreach (var (element, child) in Pairs(other))
        {
            if (Child(element) is null)
                result.Set(element, child);
        }
        return result;
    }

    public FieldSet Intersection(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach (var (element, child) in Pairs(this))
        {
            if (other.Child(element) is { } match)
                result.Set(element, child.Intersection(match));
        }
        return result;
    }

    public FieldSet Difference(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in Pairs(this))
            result.Set(element, other.Child(element) is { } match ? child.Difference(match) : child);
        return result;
    }

    public bool SetEquals(FieldSet other)
    {
        if (IsMember != other.IsMember || (_children?.Count ?? 0) != (other._children?.Count ?? 0))
            return false;
        foreach (var (element, child) in Pairs(this))
        {
            if (other.Child(element) is not { } match || !child.SetEquals(match))
                return false;
        }
        return true;
    }

    /// <summary>Every path of the set, in the order of the tree.</summary>
    public IEnumerable<FieldPath> Paths() => Paths(null);

    /// <exception cref="JsonException">The object is no valid <c>fieldsV1</c>.</exception>
    public static FieldSet FromJson(JsonObject fields)
    {
        var result = new FieldSet();
        foreach (var (element, value) in fields)
        {
            if (value is not JsonObject below)
                throw new JsonException($"fieldsV1 holds a value that is no object at {element}");
            if (element == ".")
            {
                result.IsMember = true;
                continue;
            }
            var child = FromJson(below);
            if (child.IsEmpty)
                child.IsMember = true;
            result.Set(element, child);
        }
        return result;
    }

    /// <summary>The <c>fieldsV1</c> object of this set; a root that is a member itself writes <c>"."</c>.</summary>
    public JsonObject ToJson()
    {
        var result = new JsonObject();
        if (IsMember && _children is { Count: > 0 })
            result["."] = new JsonObject();
        foreach (var (element, child) in Pairs(this))
            result[element] = child.ToJson();
        return result;
    }

    private IEnumerable<FieldPath> Paths(FieldPath? prefix)
    {
        if (IsMember && prefix is not null)
            yield return prefix;
        foreach (var (element, child) in Pairs(this))
        {
            foreach (var path in child.Paths(new FieldPath(prefix, element)))
                yield return path;
        }
    }

    private FieldSet Node(FieldPath? path)
    {
        if (path is null)
            return this;
        var parent = Node(path.Parent);
        parent._children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        if (!parent._children.TryGetValue(path.Element, out var node))
            parent._children.Add(path.Element, node = new FieldSet());
        return node;
    }

    private void Set(string element, FieldSet child)
    {
        if (child.IsEmpty)
            return;
        _children ??= new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        _children[element] = child;
    }

    private static IEnumerable<KeyValuePair<string, FieldSet>> Pairs(FieldSet set) =>
        set._children ?? Enumerable.Empty<KeyValuePair<string, FieldSet>>();
}
