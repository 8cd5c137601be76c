using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>410: the resourceVersion or the continue token is older than what the API server remembers. List anew.</summary>
public sealed class GoneException : KubernetesException
{
    internal GoneException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
