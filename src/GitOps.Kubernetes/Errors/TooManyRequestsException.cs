using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>429: the API server asks to slow down and kept asking during all attempts. See <see cref="KubernetesException.RetryAfter"/>.</summary>
public sealed class TooManyRequestsException : KubernetesException
{
    internal TooManyRequestsException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
