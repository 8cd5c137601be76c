using GitOps.Kubernetes.Errors;

namespace GitOps.Kubernetes.Authentication;

/// <summary>The credential itself could not be had: a file cannot be read, or a plugin failed.</summary>
public sealed class CredentialException : KubernetesException
{
    internal CredentialException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
