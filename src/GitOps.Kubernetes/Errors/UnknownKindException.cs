namespace GitOps.Kubernetes.Errors;

/// <summary>The API server serves no resource of this kind, even after discovery was read anew.</summary>
public sealed class UnknownKindException : KubernetesException
{
    internal UnknownKindException(string message) : base(message)
    {
    }
}
