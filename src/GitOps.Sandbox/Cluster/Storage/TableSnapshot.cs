using System.Collections.Immutable;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>All objects of a resource at one revision, and the place in the history from which a watch continues.</summary>
internal readonly record struct TableSnapshot(
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> Namespaces, long Revision, EventNode Tail)
{
    /// <summary>The objects in the order of namespace and name.</summary>
    /// <param name="ns">Only this namespace; null for all.</param>
    public IEnumerable<StoredObject> Objects(string? ns)
    {
        if (ns is not null)
            return Namespaces.TryGetValue(ns, out var objects) ? objects.Values : [];
        return Namespaces.Values.SelectMany(objects => objects.Values);
    }
}
