using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Ingresses of networking.k8s.io/v1: hosts, paths with a type, backends that name a service and a port.</summary>
internal sealed class IngressStrategy : SpecStrategy
{
    private static readonly string[] PathTypes = ["Exact", "ImplementationSpecific", "Prefix"];

    public override void PrepareForCreate(JsonObject value) =>
        value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var rules = spec.Objects("rules").ToList();
        if (rules.Count == 0 && spec.Object("defaultBackend") is null)
            errors.Invalid("spec", "[]networking.IngressRule(nil)", "either `defaultBackend` or `rules` must be specified");
        if (spec.Object("defaultBackend") is { } backend)
            Backend(backend, "spec.defaultBackend", errors);
        for (var i = 0; i < rules.Count; i++)
        {
            var field = $"spec.rules[{i}]";
            if (rules[i].Text("host") is { Length: > 0 } host)
                errors.Check(field + ".host", host, host.StartsWith("*.", StringComparison.Ordinal) ? Names.SubdomainProblem(host[2..]) : Names.SubdomainProblem(host));
            if (rules[i].Object("http") is { } http)
                Paths(http, field + ".http.paths", errors);
        }
    }

    private static void Paths(JsonObject http, string field, FieldErrors errors)
    {
        var paths = http.Objects("paths").ToList();
        if (paths.Count == 0)
            errors.Required(field);
        for (var i = 0; i < paths.Count; i++)
        {
            var at = $"{field}[{i}]";
            var (path, type) = (paths[i].Text("path") ?? "", paths[i].Text("pathType"));
            if (type is null)
                errors.Required(at + ".pathType", "pathType must be specified");
            else if (!PathTypes.Contains(type))
                errors.NotSupported(at + ".pathType", type, PathTypes);
            else if (type is not "ImplementationSpecific" && !path.StartsWith('/') || path.Length > 0 && !path.StartsWith('/'))
                errors.InvalidText(at + ".path", path, "must be an absolute path");
            if (paths[i].Object("backend") is { } backend)
                Backend(backend, at + ".backend", errors);
        }
    }

    private static void Backend(JsonObject backend, string field, FieldErrors errors)
    {
        if (backend.Object("resource") is not null)
            return;
        if (backend.Object("service") is not { } service)
        {
            errors.Required(field, "resource or service backend is required");
            return;
        }
        var name = service.Text("name") ?? "";
        if (name.Length == 0)
            errors.Required(field + ".service.name");
        else
            errors.Check(field + ".service.name", name, Names.Rfc1035Problem(name));
        var port = service.Object("port");
        var (portName, number) = (port.Text("name") ?? "", port.Integer("number") ?? 0);
        if (portName.Length > 0 && number != 0)
            errors.InvalidText(field, "", "cannot set both port name & port number");
        else if (portName.Length > 0)
            errors.Check(field + ".service.port.name", portName, PodSpecValidation.PortNameProblem(portName));
        else if (number == 0)
            errors.Required(field, "port name or number is required");
        else
            PodSpecValidation.CheckPort(field + ".service.port.number", number, errors);
    }
}
