using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>
/// A request that the API server refused or that did not reach it. The message says what was asked, of what, what came back
/// and what to do next. It never contains credentials or what was sent.
/// </summary>
public class KubernetesException : Exception
{
    internal KubernetesException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    internal KubernetesException(string message, HttpStatusCode code, ApiStatus status) : base(message)
    {
        StatusCode = code;
        Status = status;
    }

    /// <summary>Null when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>What the API server said; empty when it said nothing.</summary>
    public ApiStatus Status { get; } = ApiStatus.None;

    /// <summary>How long the API server asks to wait; null where it does not.</summary>
    public TimeSpan? RetryAfter => Status.RetryAfter;

    /// <summary>The same request may succeed later without anybody changing it.</summary>
    public bool IsTransient => StatusCode is null
        ? this is UnreachableException
        : StatusCode == HttpStatusCode.TooManyRequests || (int)StatusCode >= 500;
}
