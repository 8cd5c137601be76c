using System.Text.Json;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>
/// An annotation by which an object is recognised as ours when its managed fields are lost, as a restored backup or
/// <c>metadata.managedFields: [{}]</c> loses them (https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields). It is
/// made from the object's own kind, namespace, name and owner, so that a copy under another name, or of the labels alone, is not ours.
/// </summary>
public static class OwnerMark
{
    /// <summary>Name of the annotation.</summary>
    public const string Annotation = "gitops/owner";

    /// <summary>Annotation of a Service that leads to new pods already, while those of this component id are not cleared away.</summary>
    public const string FormerAnnotation = "gitops/former";

    /// <param name="key">The object; the version of its API does not count.</param>
    /// <param name="producer">Its label <c>producer</c>.</param>
    /// <param name="environment">Its label <c>environment</c>; null on what belongs to a producer as a whole.</param>
    public static string Of(in ObjectKey key, string? producer, string? environment) =>
        NameToken.Of($"{key.Kind}/{key.Namespace}/{key.Name}/{producer}/{environment}");

    /// <summary>Whether an object carries its own mark.</summary>
    internal static bool IsOn(in ObjectKey key, JsonElement metadata) =>
        metadata.TryGetProperty("annotations"u8, out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty(Annotation, out var mark) && mark.ValueKind == JsonValueKind.String
        && mark.ValueEquals(Of(key, Label(metadata, EnvironmentLabels.Producer), Label(metadata, EnvironmentLabels.Environment)));

    private static string? Label(JsonElement metadata, string name) =>
        metadata.TryGetProperty("labels"u8, out var labels) && labels.ValueKind == JsonValueKind.Object
        && labels.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
