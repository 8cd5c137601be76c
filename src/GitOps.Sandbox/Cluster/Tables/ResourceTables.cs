using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Resources;

namespace GitOps.Sandbox.Cluster.Tables;

/// <summary>The columns of every kind, as <c>kubectl get</c> shows them.</summary>
internal static class ResourceTables
{
    private const string None = "<none>";

    private static readonly TableColumn Name = new("Name", "string", 0, (value, _) => value.Object("metadata").Text("name"));
    private static readonly TableColumn Age = new("Age", "string", 0, (value, now) => Durations.Age(value, now));

    public static IReadOnlyList<TableColumn> For(ApiResource resource) => (resource.Group, resource.Plural) switch
    {
        ("", "pods") => Pods,
        ("", "services") => Services,
        ("", "configmaps") => [Name, TableColumn.Number("Data", DataCount), Age],
        ("", "secrets") => [Name, TableColumn.Text("Type", value => value.Text("type")), TableColumn.Number("Data", DataCount), Age],
        ("", "namespaces") => [Name, TableColumn.Text("Status", value => value.Object("status").Text("phase")), Age],
        ("", "events") or ("events.k8s.io", "events") => Events,
        ("", "serviceaccounts") => [Name, TableColumn.Number("Secrets", value => value.Array("secrets")?.Count ?? 0), Age],
        ("", "nodes") => Nodes,
        ("", "endpoints") => [Name, TableColumn.Text("Endpoints", Endpoints), Age],
        ("apps", "deployments") => Deployments,
        ("apps", "replicasets") => ReplicaSets,
        ("networking.k8s.io", "ingresses") => Ingresses,
        ("networking.k8s.io", "networkpolicies") => [Name, TableColumn.Text("Pod-Selector", value => Selector(value.Object("spec", "podSelector").Object("matchLabels"))), Age],
        ("coordination.k8s.io", "leases") => [Name, TableColumn.Text("Holder", value => value.Object("spec").Text("holderIdentity")), Age],
        _ => [Name, Age],
    };

    private static readonly TableColumn[] Pods =
    [
        Name,
        TableColumn.Text("Ready", value => $"{Statuses(value).Count(status => status.Flag("ready"))}/{value.Object("spec").Objects("containers").Count()}"),
        TableColumn.Text("Status", PodStatus.Describe),
        TableColumn.Text("Restarts", value => Statuses(value).Sum(status => status.Integer("restartCount") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Age,
        TableColumn.Text("IP", value => value.Object("status").Text("podIP") ?? None, 1),
        TableColumn.Text("Node", value => value.Object("spec").Text("nodeName") ?? None, 1),
        TableColumn.Text("Nominated Node", value => value.Object("status").Text("nominatedNodeName") ?? None, 1),
        TableColumn.Text("Readiness Gates", _ => None, 1),
    ];

    private static readonly TableColumn[] Services =
    [
        Name,
        TableColumn.Text("Type", value => value.Object("spec").Text("type")),
        TableColumn.Text("Cluster-IP", value => value.Object("spec").Text("clusterIP") ?? None),
        TableColumn.Text("External-IP", value => value.Object("spec").Text("externalName") ?? None),
        TableColumn.Text("Port(s)", value => Join(value.Object("spec").Objects("ports").Select(port => $"{port.Integer("port")}/{port.Text("protocol")}"))),
        Age,
        TableColumn.Text("Selector", value => Selector(value.Object("spec", "selector")), 1),
    ];

    private static readonly TableColumn[] Deployments =
    [
        Name,
        TableColumn.Text("Ready", value => $"{Count(value, "readyReplicas")}/{value.Object("spec").Integer("replicas") ?? 0}"),
        TableColumn.Number("Up-to-date", value => Count(value, "updatedReplicas")),
        TableColumn.Number("Available", value => Count(value, "availableReplicas")),
        Age,
        .. Template,
    ];

    private static readonly TableColumn[] ReplicaSets =
    [
        Name,
        TableColumn.Number("Desired", value => value.Object("spec").Integer("replicas") ?? 0),
        TableColumn.Number("Current", value => Count(value, "replicas")),
        TableColumn.Number("Ready", value => Count(value, "readyReplicas")),
        Age,
        .. Template,
    ];

    private static readonly TableColumn[] Ingresses =
    [
        Name,
        TableColumn.Text("Class", value => value.Object("spec").Text("ingressClassName") ?? value.Object("metadata", "annotations").Text("kubernetes.io/ingress.class") ?? None),
        TableColumn.Text("Hosts", value => Join(value.Object("spec").Objects("rules").Select(rule => rule.Text("host") ?? "*"), "*")),
        TableColumn.Text("Address", value => string.Join(',', value.Object("status", "loadBalancer").Objects("ingress").Select(address => address.Text("ip") ?? address.Text("hostname")))),
        TableColumn.Text("Ports", value => value.Object("spec").Array("tls") is { Count: > 0 } ? "80, 443" : "80"),
        Age,
    ];

    private static readonly TableColumn[] Nodes =
    [
        Name,
        TableColumn.Text("Status", value => value.Object("status").Objects("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True") ? "Ready" : "NotReady"),
        TableColumn.Text("Roles", _ => None),
        Age,
        TableColumn.Text("Version", value => value.Object("status", "nodeInfo").Text("kubeletVersion")),
    ];

    private static readonly TableColumn[] Events =
    [
        new("Last Seen", "string", 0, (value, now) => Durations.Since(
            Field(value, "lastTimestamp") ?? value.Object("series").Text("lastObservedTime") ?? Field(value, "firstTimestamp") ?? value.Text("eventTime"), now)),
        TableColumn.Text("Type", value => value.Text("type")),
        TableColumn.Text("Reason", value => value.Text("reason")),
        TableColumn.Text("Object", value => (value.Object("involvedObject") ?? value.Object("regarding")) is { } about ? $"{about.Text("kind")?.ToLowerInvariant()}/{about.Text("name")}" : None),
        TableColumn.Text("Subobject", value => (value.Object("involvedObject") ?? value.Object("regarding")).Text("fieldPath"), 1),
        TableColumn.Text("Source", value => (value.Object("source") ?? value.Object("deprecatedSource")).Text("component"), 1),
        TableColumn.Text("Message", value => (value.Text("message") ?? value.Text("note"))?.Trim()),
        TableColumn.Number("Count", value => value.Integer("count") ?? value.Integer("deprecatedCount") ?? 1, 1),
        new("Name", "string", 1, (value, _) => value.Object("metadata").Text("name")),
    ];

    private static IEnumerable<TableColumn> Template =>
    [
        TableColumn.Text("Containers", value => Join(Containers(value).Select(container => container.Text("name"))), 1),
        TableColumn.Text("Images", value => Join(Containers(value).Select(container => container.Text("image"))), 1),
        TableColumn.Text("Selector", value => Selector(value.Object("spec", "selector").Object("matchLabels")), 1),
    ];

    private static IEnumerable<JsonObject> Containers(JsonObject value) =>
        value.Object("spec", "template").Object("spec").Objects("containers");

    private static IEnumerable<JsonObject> Statuses(JsonObject pod) => pod.Object("status").Objects("containerStatuses");

    private static long Count(JsonObject value, string name) => value.Object("status").Integer(name) ?? 0;

    private static long DataCount(JsonObject value) => (value.Object("data")?.Count ?? 0) + (value.Object("binaryData")?.Count ?? 0);

    private static string? Field(JsonObject value, string name) =>
        value.Text(name) ?? value.Text("deprecated" + char.ToUpperInvariant(name[0]) + name[1..]);

    private static string Selector(JsonObject? labels) =>
        Join((labels ?? []).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static string Endpoints(JsonObject value) => Join(value.Objects("subsets").SelectMany(subset => subset.Objects("addresses")
        .SelectMany(address => subset.Objects("ports").Select(port => $"{address.Text("ip")}:{port.Integer("port")}"))));

    private static string Join(IEnumerable<string?> parts, string none = None) => string.Join(',', parts) is { Length: > 0 } text ? text : none;
}
