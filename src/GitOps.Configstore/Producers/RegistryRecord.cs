namespace GitOps.Configstore.Producers;

/// <summary>A line of the registry on disk: a producer, or when Gitea was last listed completely.</summary>
public sealed record RegistryRecord(ProducerState? Producer, DateTimeOffset? CompleteAsOf = null);
