using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>409: an object of this name is there already.</summary>
public sealed class AlreadyExistsException : KubernetesException
{
    internal AlreadyExistsException(string message, HttpStatusCode code, ApiStatus status) : base(message, code, status)
    {
    }
}
