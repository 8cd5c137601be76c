using System.Text.Json.Nodes;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Differences of the Kubernetes objects.</summary>
internal static class ObjectDifferences
{
    public static IReadOnlyList<GoldenDifference> All { get; } =
    [
        new("Deployments are apps/v1: extensions/v1beta1 is gone from Kubernetes.", (expected, _, _) =>
        {
            if (IsKind(expected, "Deployment")) expected["apiVersion"] = "apps/v1";
        }),
        new("Ingresses are networking.k8s.io/v1, which names service and port in another form and wants a path and its type.", (expected, _, _) =>
        {
            if (!IsKind(expected, "Ingress")) return;
            expected["apiVersion"] = "networking.k8s.io/v1";
            foreach (var rule in expected["spec"]!["rules"]!.AsArray())
            {
                foreach (var path in rule!["http"]!["paths"]!.AsArray())
                {
                    var backend = path!["backend"]!;
                    path["path"] ??= "/";
                    path["pathType"] = "Prefix";
                    path["backend"] = new JsonObject
                    {
                        ["service"] = new JsonObject
                        {
                            ["name"] = backend["serviceName"]!.DeepClone(),
                            ["port"] = new JsonObject { ["number"] = backend["servicePort"]!.DeepClone() },
                        },
                    };
                }
            }
        }),
        new("An auto gateway is replaced in place, as every gateway is: no label of it changes with its configuration.", (expected, _, _) =>
        {
            foreach (var labels in (JsonNode?[])[expected["metadata"]!["labels"], expected["spec"]?["selector"]?["matchLabels"], expected["spec"]?["selector"], expected["spec"]?["template"]?["metadata"]?["labels"]])
                (labels as JsonObject)?.Remove("gatewayConfigHash");
        }),
        new("Every gateway pulls its image as the others do.", (expected, composed, _) =>
        {
            if (composed["metadata"]!["labels"]!["app"]!.GetValue<string>() != "gateway") return;
            foreach (var container in Containers(expected, "containers")) container["imagePullPolicy"] ??= "Always";
        }),
        new("The namespace stands on every object.", (expected, _, _) => expected["metadata"]!["namespace"] = "customer"),
        new("Every object says who manages it; selectors do not.", (expected, _, _) => expected["metadata"]!["labels"]!["app.kubernetes.io/managed-by"] = "gitops"),
        new("revisionHistoryLimit stands in its right place, and the strategy says its type.", (expected, _, _) =>
        {
            if (!IsKind(expected, "Deployment")) return;
            var strategy = expected["spec"]!["strategy"]!;
            strategy["type"] = "RollingUpdate";
            expected["spec"]!["revisionHistoryLimit"] = strategy["rollingUpdate"]!["revisionHistoryLimit"]!.DeepClone();
            strategy["rollingUpdate"]!.AsObject().Remove("revisionHistoryLimit");
        }),
        new("Config maps are named by their content, so that a change is a new one that only new pods read.", (expected, composed, _) =>
        {
            if (IsKind(expected, "ConfigMap"))
            {
                var name = composed["metadata"]!["name"]!.GetValue<string>();
                Assert.That(name, Does.Match("-[0-9a-f]{10}$"));
                expected["metadata"]!["name"] = name;
                expected["metadata"]!.AsObject().Remove("annotations");
            }
            if (ConfigMapVolume(expected) is { } volume) volume["name"] = ConfigMapVolume(composed)!["name"]!.DeepClone();
        }),
        new("Pods carry the hash of what they read at their start, so that a change rolls them and nothing else does.", (expected, composed, _) =>
        {
            if (ConfigMapVolume(expected) is null) return;
            var hash = composed["spec"]!["template"]!["metadata"]!["annotations"]!["gitops/content"]!.GetValue<string>();
            Assert.That(hash, Does.Match("^[0-9a-f]{10}$"));
            expected["spec"]!["template"]!["metadata"]!["annotations"] = new JsonObject { ["gitops/content"] = hash };
        }),
        new("Container ports say their protocol, which is part of their key in server-side apply.", (expected, _, _) =>
        {
            foreach (var port in Containers(expected, "containers").SelectMany(container => container["ports"]!.AsArray())) port!["protocol"] = "TCP";
        }),
        new("Gateways know their user of Redis, and hold the plugin that works with what it may do.", (expected, _, _) =>
        {
            foreach (var container in Containers(expected, "containers").Where(container => container["name"]!.GetValue<string>() == "gateway"))
            {
                var variables = container["env"]!.AsArray();
                var password = variables.Single(variable => variable!["name"]!.GetValue<string>() == "REDIS_PASSWORD");
                var stem = variables.Single(variable => variable!["name"]!.GetValue<string>() == "EG_NAMESPACE")!["value"]!.GetValue<string>()["EG-".Length..^1];
                variables.Insert(variables.IndexOf(password), new JsonObject { ["name"] = "REDIS_USERNAME", ["value"] = $"gateways:{stem}" });
                container["volumeMounts"]!.AsArray().Add(new JsonObject { ["name"] = "config", ["mountPath"] = "/usr/src/app/lib/config/redis-plugin.js", ["subPath"] = "redis-plugin.js" });
                foreach (var init in Containers(expected, "initContainers"))
                {
                    var mounts = init["volumeMounts"]!.AsArray();
                    mounts.Insert(mounts.Count - 2, new JsonObject { ["name"] = "ro-configmap", ["mountPath"] = "/tmp/redis-plugin.js", ["subPath"] = "redis-plugin.js" });
                    init["command"]![2] = $"{init["command"]![2]!.GetValue<string>().Trim()} && cp /tmp/redis-plugin.js /usr/src/app/lib/config/redis-plugin.js";
                }
            }
        }),
        new("Pods get no token for the API server where they ask it for nothing, and no variables that name the services of others.", (expected, composed, _) =>
        {
            if (!IsKind(expected, "Deployment")) return;
            var pod = expected["spec"]!["template"]!["spec"]!;
            if (composed["metadata"]!["labels"]!["app"]!.GetValue<string>() != "sls-api") pod["automountServiceAccountToken"] = false;
            pod["enableServiceLinks"] = false;
        }),
        new("The Redis password is in a Secret.", (expected, _, _) =>
        {
            foreach (var variable in Containers(expected, "containers").SelectMany(container => container["env"]!.AsArray()).OfType<JsonObject>())
            {
                if (variable["name"]!.GetValue<string>() != "REDIS_PASSWORD") continue;
                variable.Remove("value");
                variable["valueFrom"] = new JsonObject
                {
                    ["secretKeyRef"] = new JsonObject { ["name"] = expected["metadata"]!["name"]!.DeepClone(), ["key"] = "redis-password" },
                };
            }
        }),
        new("The admin API, which asks nobody who they are, is on no Service; nor is anybody told to scrape there, before somebody may.", (expected, composed, _) =>
        {
            if (!IsKind(expected, "Service") || composed["metadata"]!["labels"]!["app"]!.GetValue<string>() != "gateway") return;
            var ports = expected["spec"]!["ports"]!.AsArray();
            ports.Remove(ports.Single(port => port!["port"]!.GetValue<int>() == 9876));
            expected["metadata"]!.AsObject().Remove("annotations");
        }),
        new("Which registry images come from is a setting without a private default.", (expected, _, _) =>
        {
            foreach (var container in Containers(expected, "containers").Concat(Containers(expected, "initContainers")))
            {
                var image = container["image"]!.GetValue<string>();
                if (image.Contains(".amazonaws.com/", StringComparison.Ordinal)) container["image"] = image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..];
            }
        }),
        new("The command that copies a gateway's files goes through them in the order of its mounts, without stray slash and space.", (expected, composed, _) =>
        {
            foreach (var container in Containers(expected, "initContainers").Where(container => container["command"] is not null))
            {
                var command = container["command"]!.AsArray();
                var copies = command[2]!.GetValue<string>().Replace("lib//config", "lib/config", StringComparison.Ordinal).Trim().Split(" && ").Order();
                var composedCommand = Containers(composed, "initContainers").Single()["command"]![2]!.GetValue<string>();
                Assert.That(composedCommand.Split(" && ").Order(), Is.EqualTo(copies));
                command[2] = composedCommand;
            }
        }),
    ];

    private static bool IsKind(JsonObject found, string kind) => found["kind"]!.GetValue<string>() == kind;

    private static IEnumerable<JsonObject> Containers(JsonObject found, string member) =>
        IsKind(found, "Deployment") ? found["spec"]!["template"]!["spec"]![member]!.AsArray().OfType<JsonObject>() : [];

    private static JsonNode? ConfigMapVolume(JsonObject found) =>
        IsKind(found, "Deployment")
            ? found["spec"]!["template"]!["spec"]!["volumes"]!.AsArray().Select(volume => volume!["configMap"]).SingleOrDefault(volume => volume is not null)
            : null;
}
