using System.Collections.Concurrent;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Snapshots;

/// <summary>Which revision every environment is at, as far as the listing and the change stream have told. Thread-safe.</summary>
public sealed class Heads
{
    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentHead> _heads = new();
    private readonly Dictionary<ProducerName, int> _environments = [];
    private readonly Lock _gate = new();

    // What was told while a listing was being read: newer than, or as new as, what that listing says.
    private HashSet<EnvironmentKey>? _toldMeanwhile;

    public int Count => _heads.Count;

    /// <summary>True once a complete listing has been taken in: from then on an unknown environment does not exist.</summary>
    public bool IsListed { get; private set; }

    public EnvironmentHead? Find(EnvironmentKey environment) => _heads.GetValueOrDefault(environment);

    /// <summary>Whether any environment of a producer is known.</summary>
    public bool Knows(ProducerName producer)
    {
        lock (_gate) return _environments.ContainsKey(producer);
    }

    /// <summary>Takes in what the change stream told.</summary>
    public void Set(EnvironmentHead head)
    {
        lock (_gate)
        {
            Remember(head);
            _toldMeanwhile?.Add(head.Key);
        }
    }

    /// <summary>A reading showed that the environment has moved on. Ignored when something newer has been told since <paramref name="known"/>.</summary>
    public void Advance(EnvironmentHead known, Revision revision)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(Find(known.Key), known)) return;
            _heads[known.Key] = known with { Revision = revision };
            _toldMeanwhile?.Add(known.Key);
        }
    }

    /// <summary>A listing is about to be read: what is told from now on is kept by the <see cref="Replace"/> that follows.</summary>
    public void BeginListing()
    {
        lock (_gate) _toldMeanwhile = [];
    }

    /// <summary>Takes in a complete listing: what is not in it, and was not told while it was read, is not known any more.</summary>
    public void Replace(EnvironmentListing listing)
    {
        lock (_gate)
        {
            foreach (var key in _heads.Keys)
            {
                if (!listing.Heads.ContainsKey(key) && _toldMeanwhile?.Contains(key) != true) Forget(key);
            }
            foreach (var (key, head) in listing.Heads)
            {
                if (_toldMeanwhile?.Contains(key) == true) continue;
                // Kept when equal: the texts of ten thousand revisions are not held twice while the new listing is collected.
                if (!_heads.TryGetValue(key, out var known) || known.Revision != head.Revision || !known.Missing.SequenceEqual(head.Missing)) Remember(head);
            }
            _toldMeanwhile = null;
            IsListed = true;
        }
    }

    private void Remember(EnvironmentHead head)
    {
        if (_heads.TryAdd(head.Key, head)) _environments[head.Key.Producer] = _environments.GetValueOrDefault(head.Key.Producer) + 1;
        else _heads[head.Key] = head;
    }

    private void Forget(EnvironmentKey key)
    {
        if (!_heads.TryRemove(key, out _)) return;
        var left = _environments[key.Producer] - 1;
        if (left > 0) _environments[key.Producer] = left;
        else _environments.Remove(key.Producer);
    }
}
