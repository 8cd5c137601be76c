using System.Net.Http.Headers;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Transport;

/// <summary>One request, as often as it has to be sent.</summary>
internal readonly struct ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query, from the server's root.</summary>
    public required string Path { get; init; }

    /// <summary>What is done, for error messages: an infinitive such as <c>apply</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>To what, for error messages.</summary>
    public ObjectReference Target { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public MediaTypeHeaderValue? ContentType { get; init; }

    public MediaTypeWithQualityHeaderValue? Accept { get; init; }

    /// <summary>Doing it twice is as good as once, so it may be sent again when it is not known whether it was done.</summary>
    public bool Idempotent { get; init; }

    /// <summary>The answer's body has no deadline.</summary>
    public bool Streaming { get; init; }

    /// <summary>The answer may not even start before there is something to tell, as with the log of a pod that says nothing.</summary>
    public bool Patient { get; init; }

    /// <summary>For error messages: verb, kind, namespace and name.</summary>
    public string Action => (Target.Kind.Kind, Target.Name) switch
    {
        (null, _) => $"{Verb} {Path.Split('?')[0]}",
        (_, null or "") => Target.Namespace is null or "" ? $"{Verb} {Target.Kind}" : $"{Verb} {Target.Kind} in {Target.Namespace}",
        _ => $"{Verb} {Target}",
    };
}
