using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Engine.Tests.Live;

/// <summary>Live objects as an API server would tell them, for tests of what is read from them.</summary>
internal static class LiveJson
{
    public const string Manager = "gitops-actualizer";

    private static ulong _version = 100;

    /// <summary>An object that our manager applied whole.</summary>
    public static JsonElement Ours(
        string kind, string name, string producer = "al", string? uid = null, Action<JsonObject>? change = null, string spec = """{"replicas":1}""")
    {
        var live = Object(kind, name, producer, uid, spec);
        live["metadata"]!["managedFields"] = new JsonArray(Entry(Manager, "Apply", Fields(live)));
        change?.Invoke(live);
        return JsonSerializer.SerializeToElement(live);
    }

    /// <summary>An object of somebody else.</summary>
    public static JsonElement Foreign(string kind, string name, string manager = "kubectl-create", string spec = "{}")
    {
        var live = Object(kind, name, "al", null, spec);
        live["metadata"]!["managedFields"] = new JsonArray(Entry(manager, "Update", Fields(live)));
        return JsonSerializer.SerializeToElement(live);
    }

    public static JsonObject Object(string kind, string name, string producer, string? uid, string spec) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "customer",
            ["uid"] = uid ?? Guid.NewGuid().ToString(),
            ["resourceVersion"] = Interlocked.Increment(ref _version).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["generation"] = 1,
            ["labels"] = new JsonObject { ["app"] = "gateway", ["producer"] = producer, ["environment"] = "dev", ["id"] = "g1" },
        },
        ["spec"] = JsonNode.Parse(spec),
    };

    public static string IngressSpec(params string[] hosts) =>
        new JsonObject { ["rules"] = new JsonArray([.. hosts.Select(host => new JsonObject { ["host"] = host })]) }.ToJsonString();

    private static JsonObject Entry(string manager, string operation, JsonObject fields) => new()
    {
        ["manager"] = manager,
        ["operation"] = operation,
        ["fieldsType"] = "FieldsV1",
        ["fieldsV1"] = fields,
    };

    private static JsonObject Fields(JsonObject live)
    {
        var labels = new JsonObject();
        foreach (var (label, _) in live["metadata"]!["labels"]!.AsObject()) labels[$"f:{label}"] = new JsonObject();
        var spec = new JsonObject();
        foreach (var (field, _) in live["spec"]!.AsObject()) spec[$"f:{field}"] = new JsonObject();
        return new JsonObject { ["f:metadata"] = new JsonObject { ["f:labels"] = labels }, ["f:spec"] = spec };
    }
}
