using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>References from an object to the controller that made it.</summary>
internal static class OwnerReferences
{
    public static JsonArray ControlledBy(JsonObject owner)
    {
        var metadata = owner.Object("metadata");
        return new JsonArray(new JsonObject
        {
            ["apiVersion"] = owner.Text("apiVersion"),
            ["kind"] = owner.Text("kind"),
            ["name"] = metadata.Text("name"),
            ["uid"] = metadata.Text("uid"),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        });
    }

    /// <summary>The name of the controller of this kind; null when there is none.</summary>
    public static string? ControllerName(JsonObject value, string kind) => value.Object("metadata").Objects("ownerReferences")
        .FirstOrDefault(owner => owner.Flag("controller") && owner.Text("kind") == kind).Text("name");
}
