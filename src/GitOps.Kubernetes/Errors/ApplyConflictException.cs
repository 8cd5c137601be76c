using System.Net;

namespace GitOps.Kubernetes.Errors;

/// <summary>409 on a server-side apply: other field managers own fields that the manifest gives another value.</summary>
public sealed class ApplyConflictException : KubernetesException
{
    internal ApplyConflictException(string message, HttpStatusCode code, ApiStatus status, IReadOnlyList<FieldConflict> conflicts)
        : base(message, code, status) => Conflicts = conflicts;

    /// <summary>Who owns what; never empty.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; }
}
