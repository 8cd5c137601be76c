using GitOps.Engine.Manifests;

namespace GitOps.Engine.Cluster;

/// <summary>The cluster understood the request and does not accept it: validation, admission, quota, permission, a namespace that ends.</summary>
/// <param name="key">The object.</param>
/// <param name="reason">The API's one-word reason, such as <c>Forbidden</c> or <c>Invalid</c>.</param>
/// <param name="message">What was refused and why, in words.</param>
/// <param name="inner">The client's error.</param>
public sealed class ClusterRefusalException(ObjectKey key, string reason, string message, Exception? inner = null)
    : ClusterException(key, message, inner)
{
    public string Reason { get; } = reason;

    /// <summary>A field cannot be changed once it is set: the object would have to be made again.</summary>
    public bool IsImmutable { get; init; }
}
