using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>403: the credentials do not allow this, or an admission plugin or a quota refused it.</summary>
public sealed class ForbiddenException : KubernetesException
{
    internal ForbiddenException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
