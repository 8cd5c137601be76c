using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>400 or 422: the API server understands the object and refuses its content. Sending it again is of no use.</summary>
public sealed class InvalidException : KubernetesException
{
    internal InvalidException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }

    /// <summary>The single faults, with their fields.</summary>
    public IReadOnlyList<StatusCause> Causes => Status.Causes;
}
