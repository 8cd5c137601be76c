using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Namespaces: terminating until their contents have gone.</summary>
internal sealed class NamespaceStrategy : ResourceStrategy
{
    public const string StorageKey = "namespaces";
    public const string Finalizer = "kubernetes";

    public override string? NameProblem(string name) => Names.LabelProblem(name);

    public override void Default(JsonObject value) => value.Ensure("status").Default("phase", "Active");

    public override void PrepareForCreate(JsonObject value)
    {
        value["status"] = new JsonObject { ["phase"] = "Active" };
        var finalizers = value.Ensure("spec").Texts("finalizers").Append(Finalizer).Distinct();
        value.Ensure("spec")["finalizers"] = new JsonArray(finalizers.Select(name => (JsonNode?)name).ToArray());
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject live) => updated.CopyMember("spec", live);

    public override bool IsHeld(JsonObject value) => value.Object("spec").Array("finalizers") is { Count: > 0 };

    public override void BeginDeletion(JsonObject value) => value.Ensure("status")["phase"] = "Terminating";
}
