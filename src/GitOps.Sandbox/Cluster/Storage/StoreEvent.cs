using System.Globalization;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>One write. A deletion carries the last state, stamped with the revision of the deletion.</summary>
internal sealed class StoreEvent(StoreEventType type, StoredObject current, StoredObject? previous)
{
    private StoredObject? _departed;

    public StoreEventType Type { get; } = type;

    public StoredObject Current { get; } = current;

    /// <summary>The state before; null for an addition.</summary>
    public StoredObject? Previous { get; } = previous;

    /// <summary>
    /// The previous state with the revision of this write: what a watcher is sent when the object leaves its selector.
    /// Made once, however many watchers ask.
    /// </summary>
    public StoredObject Departed
    {
        get
        {
            if (Volatile.Read(ref _departed) is { } made)
                return made;
            var value = Previous!.Parse();
            value.Ensure("metadata")["resourceVersion"] = Current.Revision.ToString(CultureInfo.InvariantCulture);
            var departed = StoredObject.Restore(StoredObject.Serialize(value), []);
            return Interlocked.CompareExchange(ref _departed, departed, null) ?? departed;
        }
    }
}
