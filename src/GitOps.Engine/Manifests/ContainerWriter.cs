using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes the containers of a component's pods.</summary>
internal static class ContainerWriter
{
    /// <param name="containers">In the order they stand in the pod.</param>
    /// <param name="secretName">Object that holds the component's secrets.</param>
    public static JsonArray WriteAll(IReadOnlyList<Container> containers, string secretName)
    {
        var array = new JsonArray();
        foreach (var container in containers) array.Add(Write(container, secretName));
        return array;
    }

    private static JsonObject Write(Container container, string secretName)
    {
        var json = new JsonObject { ["name"] = container.Name, ["image"] = container.Image };
        if (container.AlwaysPull) json["imagePullPolicy"] = "Always";
        if (container.Command.Count > 0) json["command"] = new JsonArray([.. container.Command.Select(part => JsonValue.Create(part))]);
        if (container.Readiness is { } probe) json["readinessProbe"] = Write(probe);
        if (container.Environment.Count > 0)
        {
            var variables = new JsonArray();
            foreach (var variable in container.Environment) variables.Add(Write(variable, secretName));
            json["env"] = variables;
        }
        if (container.Ports.Count > 0)
        {
            var ports = new JsonArray();
            foreach (var port in container.Ports)
                ports.Add(new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Number, ["protocol"] = "TCP" });
            json["ports"] = ports;
        }
        if (Write(container.Resources) is { Count: > 0 } resources) json["resources"] = resources;
        if (container.Mounts.Count > 0)
        {
            var mounts = new JsonArray();
            foreach (var mount in container.Mounts) mounts.Add(Write(mount));
            json["volumeMounts"] = mounts;
        }
        return json;
    }

    /// <summary>Requests and limits; empty when there are none.</summary>
    public static JsonObject Write(ResourceNeeds needs)
    {
        var json = new JsonObject();
        foreach (var (list, quantities) in ((string, IReadOnlyDictionary<string, Quantity>)[])[("limits", needs.Limits), ("requests", needs.Requests)])
        {
            if (quantities.Count == 0) continue;
            json[list] = new JsonObject(quantities.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())));
        }
        return json;
    }

    private static JsonObject Write(Probe probe)
    {
        var json = new JsonObject();
        if (probe.HttpPath is { } path) json["httpGet"] = new JsonObject { ["path"] = path, ["port"] = probe.Port, ["scheme"] = "HTTP" };
        else json["tcpSocket"] = new JsonObject { ["port"] = probe.Port };
        json["initialDelaySeconds"] = probe.InitialDelay;
        json["timeoutSeconds"] = probe.Timeout;
        json["periodSeconds"] = probe.Period;
        json["successThreshold"] = probe.SuccessThreshold;
        json["failureThreshold"] = probe.FailureThreshold;
        return json;
    }

    private static JsonObject Write(EnvironmentVariable variable, string secretName) => variable switch
    {
        PlainVariable plain => new JsonObject { ["name"] = plain.Name, ["value"] = plain.Value },
        SecretVariable secret => new JsonObject
        {
            ["name"] = secret.Name,
            ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = secretName, ["key"] = secret.Key } },
        },
        // The API server would fill the version in, and what it fills in must be ours to be as desired.
        FieldVariable field => new JsonObject
        {
            ["name"] = field.Name,
            ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = field.FieldPath } },
        },
        _ => throw new InvalidOperationException($"There is no way to write a variable of type {variable.GetType().Name}."),
    };

    private static JsonObject Write(VolumeMount mount)
    {
        var json = new JsonObject { ["name"] = mount.Volume, ["mountPath"] = mount.Path };
        if (mount.SubPath is not null) json["subPath"] = mount.SubPath;
        if (mount.ReadOnly) json["readOnly"] = true;
        return json;
    }
}
