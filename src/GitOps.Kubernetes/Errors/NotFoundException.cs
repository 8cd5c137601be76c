using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>404: there is no such object, or no such resource.</summary>
public sealed class NotFoundException : KubernetesException
{
    internal NotFoundException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
