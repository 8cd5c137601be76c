using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>What all objects of one component have in common.</summary>
internal sealed class ObjectMetadata(Component component, string targetNamespace)
{
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ManagedBy = "gitops";

    /// <summary>The object, with its metadata in place and <paramref name="members"/> after it.</summary>
    public Manifest Object(
        string apiVersion,
        string kind,
        string name,
        IReadOnlyDictionary<string, string>? annotations,
        params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var labels = Text(component.Labels);
        // On the object only: a selector cannot be changed once its Deployment exists.
        labels[ManagedByLabel] = ManagedBy;
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = targetNamespace, ["labels"] = labels };
        if (annotations is { Count: > 0 }) metadata["annotations"] = Text(annotations);
        var body = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (member, value) in members) body[member] = value;
        return new Manifest(
            new ObjectKey(apiVersion, kind, targetNamespace, name),
            body,
            new Origin(component.SourceFile, component.SourcePath));
    }

    public static JsonObject Text(IReadOnlyDictionary<string, string> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = value;
        return json;
    }
}
