using System.Collections.Immutable;

using Objects = System.Collections.Immutable.ImmutableSortedDictionary<string, GitOps.Sandbox.Cluster.Storage.StoredObject>;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>The objects of one resource by namespace and name, and their recent history. Guarded by the store's lock.</summary>
internal sealed class ResourceTable(IReadOnlyList<string> selectableFields, int historyCapacity, long startRevision)
{
    private static readonly Objects None = Objects.Empty.WithComparers(StringComparer.Ordinal);

    public IReadOnlyList<string> SelectableFields { get; } = selectableFields;

    public EventHistory History { get; } = new(historyCapacity, startRevision);

    /// <summary>An immutable view that a reader may keep.</summary>
    public ImmutableSortedDictionary<string, Objects> Namespaces { get; private set; } =
        ImmutableSortedDictionary<string, Objects>.Empty.WithComparers(StringComparer.Ordinal);

    private readonly Dictionary<string, HashSet<ObjectKey>> _dependents = new(StringComparer.Ordinal);

    /// <summary>The objects that name this uid as an owner.</summary>
    public IEnumerable<StoredObject> Dependents(string uid) =>
        _dependents.TryGetValue(uid, out var keys) ? keys.Select(key => Find(key)!) : [];

    public StoredObject? Find(ObjectKey key) =>
        Namespaces.TryGetValue(key.Namespace, out var objects) && objects.TryGetValue(key.Name, out var found) ? found : null;

    public void Put(StoredObject value)
    {
        var objects = Namespaces.GetValueOrDefault(value.Key.Namespace, None);
        if (objects.TryGetValue(value.Key.Name, out var previous))
            Disown(previous);
        foreach (var owner in value.Owners)
        {
            if (!_dependents.TryGetValue(owner, out var keys))
                _dependents.Add(owner, keys = []);
            keys.Add(value.Key);
        }
        Namespaces = Namespaces.SetItem(value.Key.Namespace, objects.SetItem(value.Key.Name, value));
    }

    public void Remove(ObjectKey key)
    {
        Disown(Namespaces[key.Namespace][key.Name]);
        var objects = Namespaces[key.Namespace].Remove(key.Name);
        Namespaces = objects.IsEmpty ? Namespaces.Remove(key.Namespace) : Namespaces.SetItem(key.Namespace, objects);
    }

    private void Disown(StoredObject value)
    {
        foreach (var owner in value.Owners)
        {
            if (_dependents.TryGetValue(owner, out var keys) && keys.Remove(value.Key) && keys.Count == 0)
                _dependents.Remove(owner);
        }
    }
}
