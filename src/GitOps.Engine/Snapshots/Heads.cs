using System.Collections.Concurrent;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Engine.Snapshots;

/// <summary>Which revision every environment is at, as far as the listing and the change stream have told. Thread-safe.</summary>
public sealed class Heads
{
    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentHead> _heads = new();

    public int Count => _heads.Count;

    /// <summary>True once a complete listing has been taken in: from then on an unknown environment does not exist.</summary>
    public bool IsListed { get; private set; }

    public EnvironmentHead? Find(EnvironmentKey environment) => _heads.GetValueOrDefault(environment);

    public void Set(EnvironmentHead head) => _heads[head.Key] = head;

    /// <summary>Takes in a complete listing: what is not in it is not known any more.</summary>
    public void Replace(EnvironmentListing listing)
    {
        foreach (var key in _heads.Keys)
        {
            if (!listing.Heads.ContainsKey(key)) _heads.TryRemove(key, out _);
        }
        foreach (var (key, head) in listing.Heads)
        {
            // Kept when equal: the texts of ten thousand revisions are not held twice while the new listing is collected.
            if (!_heads.TryGetValue(key, out var known) || known.Revision != head.Revision || !known.Missing.SequenceEqual(head.Missing)) _heads[key] = head;
        }
        IsListed = true;
    }
}
