using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Validation;

/// <summary>Checks a pod specification as far as a mistake would keep its pods from running.</summary>
internal static class PodSpecValidation
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] ProbeNames = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];

    public static void Check(JsonObject? spec, string path, FieldErrors errors)
    {
        var volumes = Volumes(spec, path + ".volumes", errors);
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0)
            errors.Required(path + ".containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        Containers(containers, path + ".containers", volumes, names, errors);
        Containers(spec.Objects("initContainers").ToList(), path + ".initContainers", volumes, names, errors);
        if (spec.Text("restartPolicy") is { } restart && !RestartPolicies.Contains(restart))
            errors.NotSupported(path + ".restartPolicy", restart, RestartPolicies);
    }

    private static HashSet<string> Volumes(JsonObject? spec, string path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var field = $"{path}[{index++}]";
            var name = volume.Text("name") ?? "";
            if (name.Length == 0)
                errors.Required(field + ".name");
            else
                errors.Check(field + ".name", name, Names.LabelProblem(name));
            if (!names.Add(name))
                errors.Duplicate(field + ".name", $"\"{name}\"");
            if (volume.Count > 2)
                errors.Forbidden($"{field}.{volume.Last(member => member.Key != "name").Key}", "may not specify more than 1 volume type");
            if (volume.Object("secret") is { } secret && string.IsNullOrEmpty(secret.Text("secretName")))
                errors.Required(field + ".secret.secretName");
            if (volume.Object("configMap") is { } map && string.IsNullOrEmpty(map.Text("name")))
                errors.Required(field + ".configMap.name");
        }
        return names;
    }

    private static void Containers(List<JsonObject> containers, string path, HashSet<string> volumes, HashSet<string> names, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
            Container(containers[i], $"{path}[{i}]", volumes, names, errors);
    }

    private static void Container(JsonObject container, string field, HashSet<string> volumes, HashSet<string> names, FieldErrors errors)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0)
            errors.Required(field + ".name");
        else
            errors.Check(field + ".name", name, Names.LabelProblem(name));
        if (name.Length > 0 && !names.Add(name))
            errors.Duplicate(field + ".name", $"\"{name}\"");
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
            errors.Required(field + ".image");
        else if (image.Trim() != image)
            errors.InvalidText(field + ".image", image, "must not have leading or trailing whitespace");
        Ports(container, field, errors);
        var index = 0;
        foreach (var variable in container.Objects("env"))
        {
            if (string.IsNullOrEmpty(variable.Text("name")))
                errors.Required($"{field}.env[{index}].name");
            index++;
        }
        Mounts(container, field, volumes, errors);
        foreach (var probe in ProbeNames)
        {
            if (container.Object(probe) is { } found)
                Probe(found, $"{field}.{probe}", errors);
        }
        if (container.Text("imagePullPolicy") is { } pull && !PullPolicies.Contains(pull))
            errors.NotSupported(field + ".imagePullPolicy", pull, PullPolicies);
    }

    private static void Probe(JsonObject probe, string field, FieldErrors errors)
    {
        if (probe.Object("httpGet") is { } get)
            PortReference(get["port"], field + ".httpGet.port", errors);
        if (probe.Object("tcpSocket") is { } socket)
            PortReference(socket["port"], field + ".tcpSocket.port", errors);
        if (probe.Object("httpGet") is null && probe.Object("tcpSocket") is null && probe.Object("exec") is null)
            errors.Required(field, "must specify a handler type");
    }

    /// <summary>A port by its number or by its name.</summary>
    public static void PortReference(JsonNode? port, string field, FieldErrors errors)
    {
        if (port.AsText() is { } name)
            errors.Check(field, name, PortNameProblem(name));
        else if (port is not null && long.TryParse(port.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            CheckPort(field, number, errors);
    }

    private static void Ports(JsonObject container, string field, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var port in container.Objects("ports"))
        {
            var at = $"{field}.ports[{index++}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                errors.Check(at + ".name", name, PortNameProblem(name));
                if (!names.Add(name))
                    errors.Duplicate(at + ".name", $"\"{name}\"");
            }
            var number = port.Integer("containerPort") ?? 0;
            if (number == 0)
                errors.Required(at + ".containerPort");
            else
                CheckPort(at + ".containerPort", number, errors);
            if (port.Text("protocol") is { } protocol && !Protocols.Contains(protocol))
                errors.NotSupported(at + ".protocol", protocol, Protocols);
        }
    }

    private static void Mounts(JsonObject container, string field, HashSet<string> volumes, FieldErrors errors)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var at = $"{field}.volumeMounts[{index++}]";
            var volume = mount.Text("name") ?? "";
            if (volume.Length == 0)
                errors.Required(at + ".name");
            if (!volumes.Contains(volume))
                errors.NotFound(at + ".name", volume);
            var path = mount.Text("mountPath") ?? "";
            if (path.Length == 0)
                errors.Required(at + ".mountPath");
            if (!paths.Add(path))
                errors.InvalidText(at + ".mountPath", path, "must be unique");
        }
    }

    public static void CheckPort(string field, long number, FieldErrors errors)
    {
        if (number is < 1 or > 65535)
            errors.Invalid(field, number.ToString(CultureInfo.InvariantCulture), "must be between 1 and 65535, inclusive");
    }

    /// <summary>An IANA service name; null when it is one.</summary>
    public static string? PortNameProblem(string name) =>
        name.Length > 15 ? "must be no more than 15 characters"
        : !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
        : !name.Any(char.IsAsciiLetterLower) ? "must contain at least one letter (a-z)"
        : name.Contains("--", StringComparison.Ordinal) ? "must not contain consecutive hyphens"
        : name.StartsWith('-') || name.EndsWith('-') ? "must not begin or end with a hyphen" : null;
}
