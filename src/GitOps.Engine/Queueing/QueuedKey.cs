namespace GitOps.Engine.Queueing;

/// <summary>A key that was taken from a queue.</summary>
/// <param name="Key">The key.</param>
/// <param name="Waited">How long it lay there.</param>
public readonly record struct QueuedKey<TKey>(TKey Key, TimeSpan Waited);
