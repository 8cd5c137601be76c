using System.Text.Json;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Watching;

/// <summary>
/// What has been told of each object, just enough to tell the difference that a new list makes. A list is a round: what no
/// item of a whole round names is gone.
/// </summary>
internal sealed class KnownObjects
{
    private readonly Dictionary<ObjectName, Entry> _entries = [];
    private string _lastNamespace = "";
    private int _round;

    public int Count => _entries.Count;

    public void BeginRound() => _round++;

    /// <summary>The events that the sight of an object means: none, one, or the end of a former life and the start of a new one.</summary>
    public (ObjectEvent? First, ObjectEvent? Second) See(in KubernetesObject item)
    {
        var name = NameOf(item);
        var uid = UidOf(item);
        var version = item.ResourceVersion;
        var seen = new Entry(uid, version, _round);
        if (!_entries.TryGetValue(name, out var known))
        {
            _entries.Add(name, seen);
            return (new ObjectEvent(ObjectEventType.Added, name, uid, version, item), null);
        }
        if (known.Uid != uid)
        {
            _entries[name] = seen;
            return (new ObjectEvent(ObjectEventType.Deleted, name, known.Uid, known.Version, null), new ObjectEvent(ObjectEventType.Added, name, uid, version, item));
        }
        if (known.Version == version)
        {
            _entries[name] = known with { Round = _round };
            return default;
        }
        _entries[name] = seen;
        return (new ObjectEvent(ObjectEventType.Modified, name, uid, version, item), null);
    }

    /// <summary>Null when it was never told of.</summary>
    public ObjectEvent? Remove(in KubernetesObject item)
    {
        var name = NameOf(item);
        return _entries.Remove(name) ? new ObjectEvent(ObjectEventType.Deleted, name, UidOf(item), item.ResourceVersion, item) : null;
    }

    /// <summary>Removes what the round that is now complete did not name, and says what that was.</summary>
    public List<ObjectEvent> EndRound()
    {
        var gone = new List<ObjectEvent>();
        foreach (var (name, entry) in _entries)
        {
            if (entry.Round != _round) gone.Add(new ObjectEvent(ObjectEventType.Deleted, name, entry.Uid, entry.Version, null));
        }
        foreach (var deletion in gone) _entries.Remove(deletion.Name);
        return gone;
    }

    /// <exception cref="KubernetesException">It has no name: what sent it is no API server.</exception>
    /// <remarks>Objects mostly come in runs of one namespace: its name is kept once per run.</remarks>
    private ObjectName NameOf(in KubernetesObject item)
    {
        var name = item.Name;
        if (name.Length == 0) throw ErrorFactory.Unreadable("read an object of a list or watch");
        var metadata = item.Metadata;
        if (metadata.TryGetProperty("namespace"u8, out var value))
        {
            if (!value.ValueEquals(_lastNamespace)) _lastNamespace = value.GetString() ?? "";
            return new ObjectName(_lastNamespace, name);
        }
        return new ObjectName("", name);
    }

    private static Guid UidOf(in KubernetesObject item) =>
        item.Metadata.TryGetProperty("uid"u8, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var uid) ? uid : Guid.Empty;

    private readonly record struct Entry(Guid Uid, string Version, int Round);
}
