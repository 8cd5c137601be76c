using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>
/// All objects of the cluster in memory. Every write gets the next revision of one counter, is compared with the state that
/// the writer saw, and is announced in order; reads are lock-free views of one revision.
/// </summary>
internal sealed class ObjectStore(int historyCapacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _uids = new(StringComparer.Ordinal);
    private long _revision = 1;

    /// <summary>Raised after every write, under no lock.</summary>
    public event Action? Changed;

    public long Revision
    {
        get
        {
            lock (_gate)
                return _revision;
        }
    }

    public IReadOnlyCollection<string> Resources => _tables.Keys;

    /// <summary>Declares a resource; done before the store is used.</summary>
    public void Define(string resource, IReadOnlyList<string> selectableFields) =>
        _tables.Add(resource, new ResourceTable(selectableFields, historyCapacity, _revision));

    public StoredObject? Find(string resource, ObjectKey key)
    {
        lock (_gate)
            return _tables[resource].Find(key);
    }

    public TableSnapshot Snapshot(string resource)
    {
        lock (_gate)
        {
            var table = _tables[resource];
            return new TableSnapshot(table.Namespaces, _revision, table.History.Tail);
        }
    }

    /// <summary>The objects of a resource that name this uid as an owner.</summary>
    public IReadOnlyList<StoredObject> Dependents(string resource, string uid)
    {
        lock (_gate)
            return _tables[resource].Dependents(uid).ToArray();
    }

    /// <summary>Whether an object with this uid is there.</summary>
    public bool Exists(string uid)
    {
        lock (_gate)
            return _uids.Contains(uid);
    }

    /// <summary>The place in the history after a revision; null when it is forgotten or has not happened.</summary>
    public EventNode? Resume(string resource, long revision, out long oldest)
    {
        lock (_gate)
        {
            var history = _tables[resource].History;
            oldest = history.OldestResumable;
            return revision > _revision ? null : history.At(revision);
        }
    }

    /// <summary>Whether a watcher at this node is so far behind that it has to start anew.</summary>
    public bool IsForgotten(string resource, EventNode node)
    {
        lock (_gate)
            return node.Revision < _tables[resource].History.OldestResumable;
    }

    /// <summary>A revision up to which a watcher at this node has seen everything; null when events wait for it.</summary>
    public long? CaughtUp(EventNode node)
    {
        lock (_gate)
            return node.Next.IsCompleted ? null : _revision;
    }

    /// <summary>Null when the object exists already. The object is frozen and must not be changed afterwards.</summary>
    public StoredObject? TryCreate(string resource, JsonObject value)
    {
        StoredObject stored;
        lock (_gate)
        {
            var table = _tables[resource];
            var metadata = value.Object("metadata");
            if (table.Find(new ObjectKey(metadata.Text("namespace") ?? "", metadata.Text("name") ?? "")) is not null)
                return null;
            stored = StoredObject.Freeze(value, ++_revision, table.SelectableFields);
            table.Put(stored);
            _uids.Add(stored.Uid);
            table.History.Append(new StoreEvent(StoreEventType.Added, stored, null));
        }
        Changed?.Invoke();
        return stored;
    }

    /// <summary>Null when the object is no longer in the expected state.</summary>
    public StoredObject? TryReplace(string resource, StoredObject expected, JsonObject value)
    {
        StoredObject stored;
        lock (_gate)
        {
            var table = _tables[resource];
            if (!ReferenceEquals(table.Find(expected.Key), expected))
                return null;
            stored = StoredObject.Freeze(value, ++_revision, table.SelectableFields);
            table.Put(stored);
            table.History.Append(new StoreEvent(StoreEventType.Modified, stored, expected));
        }
        Changed?.Invoke();
        return stored;
    }

    /// <summary>Null when the object is no longer in the expected state; else its last state.</summary>
    public StoredObject? TryDelete(string resource, StoredObject expected)
    {
        StoredObject last;
        lock (_gate)
        {
            var table = _tables[resource];
            if (!ReferenceEquals(table.Find(expected.Key), expected))
                return null;
            last = StoredObject.Freeze(expected.Parse(), ++_revision, table.SelectableFields);
            table.Remove(expected.Key);
            _uids.Remove(expected.Uid);
            table.History.Append(new StoreEvent(StoreEventType.Deleted, last, expected));
        }
        Changed?.Invoke();
        return last;
    }

    /// <summary>Everything at one revision, for a copy on disk.</summary>
    public (long Revision, IReadOnlyList<(string Resource, StoredObject Value)> Objects) Export()
    {
        lock (_gate)
        {
            var objects = new List<(string, StoredObject)>();
            foreach (var (resource, table) in _tables)
                objects.AddRange(table.Namespaces.Values.SelectMany(values => values.Values).Select(value => (resource, value)));
            return (_revision, objects);
        }
    }

    /// <summary>Takes over the objects of an earlier run; done before the store is used.</summary>
    public void Import(long revision, IEnumerable<(string Resource, byte[] Json)> objects)
    {
        lock (_gate)
        {
            _revision = revision;
            foreach (var (resource, fresh) in _tables.ToArray())
                _tables[resource] = new ResourceTable(fresh.SelectableFields, historyCapacity, revision);
            foreach (var (resource, json) in objects)
            {
                if (!_tables.TryGetValue(resource, out var table))
                    continue;
                var restored = StoredObject.Restore(json, table.SelectableFields);
                table.Put(restored);
                _uids.Add(restored.Uid);
            }
        }
    }

    public static string Format(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
