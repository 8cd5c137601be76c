using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes a component as a Function object of Kubeless, whose controller makes Deployment and Service of it.</summary>
internal static class KubelessFunctionWriter
{
    public const string ApiVersion = "kubeless.io/v1beta1";
    public const string Kind = "Function";

    private const int TimeoutSeconds = 180;
    private const int Port = 8080;

    public static Manifest Write(Component component, KubelessFunction function, ObjectMetadata metadata)
    {
        var spec = new JsonObject
        {
            ["runtime"] = function.Runtime,
            ["handler"] = function.Handler,
            ["function"] = function.Content,
            ["function-content-type"] = function.ContentType,
            ["checksum"] = function.Checksum,
            ["deps"] = function.Dependencies,
            ["timeout"] = $"{TimeoutSeconds}",
            ["deployment"] = Deployment(component, function),
            ["service"] = new JsonObject
            {
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http-function-port", ["port"] = Port, ["protocol"] = "TCP", ["targetPort"] = Port }),
                // The controller puts this label on the function's pods.
                ["selector"] = new JsonObject { ["function"] = component.Name },
                ["type"] = "ClusterIP",
            },
        };
        return metadata.Object(ApiVersion, Kind, component.Name, null, ("spec", spec));
    }

    /// <summary>What the controller merges into the Deployment that it makes.</summary>
    private static JsonObject Deployment(Component component, KubelessFunction function)
    {
        var container = new JsonObject { ["name"] = component.Name };
        if (function.Variables.Count > 0)
            container["env"] = new JsonArray([.. function.Variables.Select(variable => new JsonObject { ["name"] = variable.Name, ["value"] = variable.Value })]);
        if (ContainerWriter.Write(function.Resources) is { Count: > 0 } resources) container["resources"] = resources;
        var pod = new JsonObject { ["containers"] = new JsonArray(container) };
        if (component.ServiceAccountName != Component.DefaultServiceAccount) pod["serviceAccountName"] = component.ServiceAccountName;
        pod["automountServiceAccountToken"] = component.MountsServiceAccountToken;
        if (component.PullSecretName is { } pullSecret) pod["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = pullSecret });
        var spec = new JsonObject
        {
            ["replicas"] = component.Rollout.Replicas,
            ["minReadySeconds"] = component.Rollout.MinReadySeconds,
            ["template"] = new JsonObject { ["spec"] = pod },
        };
        if (component.Rollout.Rolling)
        {
            spec["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxSurge"] = DeploymentWriter.Surge, ["maxUnavailable"] = 0 },
            };
        }
        return new JsonObject { ["spec"] = spec };
    }
}
