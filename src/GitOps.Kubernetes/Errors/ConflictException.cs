using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>409: the object is not in the state that the request presumed: another resourceVersion or uid. Read it again and decide anew.</summary>
public sealed class ConflictException : KubernetesException
{
    internal ConflictException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
