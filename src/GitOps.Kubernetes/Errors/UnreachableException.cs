namespace GitOps.Kubernetes.Errors;

/// <summary>No whole answer came: no connection, a broken one, or none in time. Whether a write was done is not known.</summary>
public sealed class UnreachableException : KubernetesException
{
    internal UnreachableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
