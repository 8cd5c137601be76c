using GitOps.Engine.Manifests;

namespace GitOps.Engine.Cluster;

/// <summary>A write to the cluster did not happen. The message holds no content of the object.</summary>
public abstract class ClusterException(ObjectKey key, string message, Exception? inner = null) : Exception(message, inner)
{
    public ObjectKey Key { get; } = key;
}
