namespace GitOps.Kubernetes.Configuration;

/// <summary>The configuration of the client is missing or makes no sense; the message says where and what to do.</summary>
public sealed class KubeconfigException : Exception
{
    internal KubeconfigException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
