using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Defaults;

/// <summary>Fills in what a pod specification leaves open, in pods and in the templates of pods.</summary>
internal static class PodSpecDefaults
{
    private const int ReadableByAll = 420;

    public static void Apply(JsonObject spec)
    {
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("restartPolicy", "Always");
        spec.Default("securityContext", new JsonObject());
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("schedulerName", "default-scheduler");
        // The older name of the field is kept equal to the newer one.
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
            spec["serviceAccount"] = account;
        else if (spec.Text("serviceAccount") is { Length: > 0 } older)
            spec["serviceAccountName"] = older;
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
            Container(container, spec.Flag("hostNetwork"));
        foreach (var volume in spec.Objects("volumes"))
            Volume(volume);
    }

    private static void Container(JsonObject container, bool hostNetwork)
    {
        container.Default("imagePullPolicy", TagOf(container.Text("image") ?? "") == "latest" ? "Always" : "IfNotPresent");
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (hostNetwork && port.Integer("hostPort") is null or 0)
                port.CopyMember("hostPort", new JsonObject { ["hostPort"] = port["containerPort"]?.DeepClone() });
        }
        foreach (var variable in container.Objects("env"))
            variable.Object("valueFrom", "fieldRef")?.Default("apiVersion", "v1");
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Object(name) is { } probe)
                Probe(probe);
        }
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.Object("lifecycle", hook).Object("httpGet") is { } get)
                HttpGet(get);
        }
    }

    private static void Probe(JsonObject probe)
    {
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        if (probe.Object("httpGet") is { } get)
            HttpGet(get);
    }

    private static void HttpGet(JsonObject get)
    {
        get.Default("path", "/");
        get.Default("scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name"))
            volume["emptyDir"] = new JsonObject();
        foreach (var source in (ReadOnlySpan<string>)["configMap", "secret", "projected", "downwardAPI"])
            volume.Object(source)?.Default("defaultMode", ReadableByAll);
        volume.Object("hostPath")?.Default("type", "");
        if (volume.Object("hostPath") is { } path && !path.ContainsKey("type"))
            path["type"] = "";
        foreach (var projection in volume.Object("projected").Objects("sources"))
            projection.Object("serviceAccountToken")?.Default("expirationSeconds", 3600);
    }

    /// <summary>The tag of an image reference; <c>latest</c> when it has neither tag nor digest.</summary>
    private static string TagOf(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return "";
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "latest" : name[(colon + 1)..];
    }
}
