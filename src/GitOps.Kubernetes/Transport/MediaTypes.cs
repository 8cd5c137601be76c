using System.Net.Http.Headers;

namespace GitOps.Kubernetes.Transport;

/// <summary>Header values made once; they are never changed.</summary>
internal static class MediaTypes
{
    public static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>JSON is YAML; servers before 1.32 know no <c>application/apply-patch+json</c>.</summary>
    public static readonly MediaTypeHeaderValue ApplyPatch = new("application/apply-patch+yaml");

    public static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    public static readonly MediaTypeHeaderValue JsonPatch = new("application/json-patch+json");

    public static readonly MediaTypeHeaderValue StrategicMergePatch = new("application/strategic-merge-patch+json");

    public static readonly MediaTypeWithQualityHeaderValue AcceptJson = new("application/json");

    public static readonly MediaTypeWithQualityHeaderValue AcceptAny = new("*/*");
}
