using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>401: the API server does not accept the credentials.</summary>
public sealed class UnauthorizedException : KubernetesException
{
    internal UnauthorizedException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
