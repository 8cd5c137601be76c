using GitOps.Engine.Manifests;

namespace GitOps.Engine.Cluster;

/// <summary>The cluster could not answer: down, overloaded, too slow. Whether the write happened is unknown; the watch will tell.</summary>
/// <param name="key">The object.</param>
/// <param name="message">What was tried and what came of it.</param>
/// <param name="retryAfter">When the cluster asked to be left alone, for how long.</param>
/// <param name="inner">The client's error.</param>
public sealed class ClusterUnavailableException(ObjectKey key, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : ClusterException(key, message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
