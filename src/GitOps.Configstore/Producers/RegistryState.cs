using System.Collections.Immutable;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Producers;

/// <summary>All producers at one moment. Immutable: readers page through it while the registry moves on.</summary>
public sealed class RegistryState
{
    private readonly Lazy<ImmutableArray<ProducerState>> _sorted;
    private readonly Lazy<ImmutableArray<EnvironmentHead>> _heads;

    internal RegistryState(string listing, DateTimeOffset? completeAsOf, ImmutableDictionary<ProducerName, ProducerState> producers)
    {
        Listing = listing;
        CompleteAsOf = completeAsOf;
        Producers = producers;
        _sorted = new(() => [.. Producers.Values.OrderBy(producer => producer.Name)]);
        _heads = new(() => [.. _sorted.Value.SelectMany(producer => producer.Heads())]);
    }

    /// <summary>Identifies this state; differs from every other's, also from those before a restart.</summary>
    public string Listing { get; }

    /// <summary>When Gitea was last listed completely; null while it never was.</summary>
    public DateTimeOffset? CompleteAsOf { get; }

    public ImmutableDictionary<ProducerName, ProducerState> Producers { get; }

    /// <summary>By name.</summary>
    public ImmutableArray<ProducerState> Sorted => _sorted.Value;

    /// <summary>Ordered by producer, project, environment.</summary>
    public ImmutableArray<EnvironmentHead> Heads => _heads.Value;
}
