using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes a component's pods and how they are replaced.</summary>
internal static class DeploymentWriter
{
    /// <summary>Annotation of the pods that changes with what they read at their start, and with nothing else.</summary>
    public const string ContentAnnotation = "gitops/content";

    /// <summary>Pods beyond those wanted, while new ones take the place of old ones.</summary>
    public const int Surge = 2;

    private const int RevisionHistoryLimit = 2;

    public static Manifest Write(Component component, ObjectMetadata metadata, string? configMapName)
    {
        var spec = new JsonObject { ["replicas"] = component.Rollout.Replicas };
        // The API server stores no zero: an object that asked for one would never be as desired.
        if (component.Rollout.MinReadySeconds > 0) spec["minReadySeconds"] = component.Rollout.MinReadySeconds;
        spec["revisionHistoryLimit"] = RevisionHistoryLimit;
        spec["strategy"] = Strategy(component.Rollout);
        spec["selector"] = new JsonObject { ["matchLabels"] = ObjectMetadata.Text(component.Labels) };
        spec["template"] = new JsonObject { ["metadata"] = PodMetadata(component), ["spec"] = PodSpec(component, configMapName) };
        return metadata.Object("apps/v1", "Deployment", component.Name, null, ("spec", spec));
    }

    private static JsonObject Strategy(Rollout rollout) => rollout.Rolling
        ? new JsonObject
        {
            ["type"] = "RollingUpdate",
            ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Surge, ["maxUnavailable"] = 0 },
        }
        : new JsonObject { ["type"] = "Recreate" };

    private static JsonObject PodMetadata(Component component)
    {
        var metadata = new JsonObject { ["labels"] = ObjectMetadata.Text(component.Labels) };
        if (component.ConfigFiles.Count > 0 || component.Secrets.Count > 0)
            metadata["annotations"] = new JsonObject { [ContentAnnotation] = ComponentHash.OfFilesAndSecrets(component) };
        return metadata;
    }

    private static JsonObject PodSpec(Component component, string? configMapName)
    {
        var spec = new JsonObject { ["serviceAccountName"] = component.ServiceAccountName };
        if (!component.MountsServiceAccountToken) spec["automountServiceAccountToken"] = false;
        // Else every container gets variables that name the services of all who share the namespace.
        spec["enableServiceLinks"] = false;
        if (component.PullSecretName is { } pullSecret)
            spec["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = pullSecret });
        if (component.InitContainers.Count > 0)
            spec["initContainers"] = ContainerWriter.WriteAll(component.InitContainers, component.Name);
        spec["containers"] = ContainerWriter.WriteAll(component.Containers, component.Name);
        if (component.Volumes.Count > 0)
        {
            var volumes = new JsonArray();
            foreach (var volume in component.Volumes) volumes.Add(Volume(volume, configMapName));
            spec["volumes"] = volumes;
        }
        return spec;
    }

    private static JsonObject Volume(Volume volume, string? configMapName) => volume switch
    {
        ScratchVolume => new JsonObject { ["name"] = volume.Name, ["emptyDir"] = new JsonObject() },
        ConfigFilesVolume files => new JsonObject { ["name"] = volume.Name, ["configMap"] = ConfigMap(files, configMapName) },
        ExternalSecretVolume secret => new JsonObject { ["name"] = volume.Name, ["secret"] = new JsonObject { ["secretName"] = secret.SecretName } },
        _ => throw new InvalidOperationException($"There is no way to write a volume of type {volume.GetType().Name}."),
    };

    private static JsonObject ConfigMap(ConfigFilesVolume volume, string? configMapName)
    {
        var source = new JsonObject
        {
            ["name"] = configMapName ?? throw new InvalidOperationException($"Volume '{volume.Name}' needs config files, but its component has none."),
        };
        if (volume.Paths is { } paths)
            source["items"] = new JsonArray([.. paths.Select(file => new JsonObject { ["key"] = file.Key, ["path"] = file.Value })]);
        return source;
    }
}
