using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Services: an address of their own, ports with unique names.</summary>
internal sealed class ServiceStrategy(ClusterIpPool addresses) : ResourceStrategy
{
    private const string Headless = "None";
    private const string ExternalName = "ExternalName";
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    public override string? NameProblem(string name) => Names.Rfc1035Problem(name);

    public override void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        spec.Default("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
            spec.Remove("sessionAffinityConfig");
        else
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").Default("timeoutSeconds", 10800);
        spec.Default("type", "ClusterIP");
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is not { } target || target.ToString() is "0" or "")
                port["targetPort"] = port["port"]?.DeepClone();
        }
        if (spec.Text("type") is "NodePort" or "LoadBalancer")
            spec.Default("externalTrafficPolicy", "Cluster");
    }

    public override void PrepareForCreate(JsonObject value)
    {
        value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        Allocate(value.Ensure("spec"));
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
        var (spec, before) = (updated.Ensure("spec"), live.Object("spec"));
        if (spec.Text("type") == ExternalName)
            return;
        // A client that does not know the address keeps it.
        if (string.IsNullOrEmpty(spec.Text("clusterIP")) && before.Text("clusterIP") is { } kept)
        {
            spec["clusterIP"] = kept;
            spec.CopyMember("clusterIPs", before!);
        }
        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
            Allocate(spec);
    }

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec.Text("type") is { } type && !Types.Contains(type))
            errors.NotSupported("spec.type", type, Types);
        var ports = spec.Objects("ports").ToList();
        if (ports.Count == 0 && spec.Text("clusterIP") != Headless && spec.Text("type") != ExternalName)
            errors.Required("spec.ports");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
            Port(ports[i], $"spec.ports[{i}]", ports.Count > 1, names, numbers, errors);
        foreach (var (key, label) in spec.Object("selector") ?? [])
            MetadataValidation.CheckLabel("spec.selector", key, label.AsText() ?? "", errors);
    }

    public override void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors)
    {
        var (spec, before) = (updated.Object("spec"), live.Object("spec"));
        if (spec.Text("type") != ExternalName && before.Text("type") != ExternalName && before.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address)
        {
            errors.Invalid("spec.clusterIPs[0]", $"[]string{{\"{spec.Text("clusterIP")}\"}}", "may not change once set");
        }
    }

    public override void Released(JsonObject value)
    {
        if (value.Object("spec").Text("clusterIP") is { Length: > 0 } address and not Headless)
            addresses.Release(address);
    }

    private void Allocate(JsonObject spec)
    {
        if (spec.Text("type") == ExternalName)
            return;
        if (spec.Text("clusterIP") is not { Length: > 0 } address)
            spec["clusterIP"] = address = addresses.Take();
        else if (address != Headless)
            addresses.TryTake(address);
        spec["clusterIPs"] = new JsonArray(address);
    }

    private static void Port(JsonObject port, string field, bool needsName, HashSet<string> names, HashSet<string> numbers, FieldErrors errors)
    {
        var name = port.Text("name") ?? "";
        if (needsName && name.Length == 0)
            errors.Required(field + ".name");
        else if (name.Length > 0)
        {
            errors.Check(field + ".name", name, Names.LabelProblem(name));
            if (!names.Add(name))
                errors.Duplicate(field + ".name", $"\"{name}\"");
        }
        PodSpecValidation.CheckPort(field + ".port", port.Integer("port") ?? 0, errors);
        if (port.Text("protocol") is { } protocol && !Protocols.Contains(protocol))
            errors.NotSupported(field + ".protocol", protocol, Protocols);
        if (!numbers.Add(string.Create(CultureInfo.InvariantCulture, $"{port.Text("protocol")}/{port.Integer("port")}")))
        {
            errors.Duplicate(field, $"core.ServicePort{{Name:\"\", Protocol:\"{port.Text("protocol")}\", AppProtocol:(*string)(nil), "
                + $"Port:{port.Integer("port")}, TargetPort:intstr.IntOrString{{Type:0, IntVal:0, StrVal:\"\"}}, NodePort:0}}");
        }
        PodSpecValidation.PortReference(port["targetPort"], field + ".targetPort", errors);
    }
}
