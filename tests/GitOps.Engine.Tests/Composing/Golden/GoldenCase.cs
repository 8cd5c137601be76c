using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>A project that the predecessor was run on, and what it made of it.</summary>
internal sealed class GoldenCase(FixtureCase files)
{
    private static readonly string[] WorkspaceApiMembers = ["id", "facetName", "configFile", "public", "readonly", "wasBundled"];

    public string Producer { get; } = JsonNode.Parse(files.Read("producer.json"))!["name"]!.GetValue<string>();

    /// <summary>The project as it was; null where the producer had none.</summary>
    public JsonObject? Input { get; } = files.Has("lunchbadger.json") ? ReadProject(files) : null;

    /// <summary>What the predecessor was set to, with the admin API as open as it made it.</summary>
    public CompositionSettings Settings => new()
    {
        CustomerDomain = "staging.lunchbadger.io",
        WorkspaceVersion = "0.2.6",
        WorkspaceDebugVersion = "0.2.9",
        SlsApiVersion = "0.2.0",
        SlsApiDebugVersion = "2.1.1",
        GatewayVersion = "latest",
        GatewayDebugVersion = "latest",
        DebugUsers = "sk,zu,ko",
        RedisUserKey = TestSnapshots.RedisUserKey,
        AdminCrossOrigin = "*",
        // The predecessor let projects lead anywhere.
        EndpointAllow = "catalog.internal, u1, u2, 127.0.0.1",
        GatewayAdmin = GatewayAdminAccess.Open,
        FunctionsProvider = FunctionsProvider.None,
        AutoGateway = files.Has("env.json") && JsonNode.Parse(files.Read("env.json"))!["AUTOGATEWAY_ENABLE"]?.GetValue<string>() == "true",
    };

    /// <summary>The case as repositories hold it: what the predecessor asked running pods for is in files here.</summary>
    public EnvironmentSnapshot Snapshot(JsonObject? project)
    {
        var dev = new Dictionary<string, string>();
        var configs = new JsonObject();
        if (project is not null)
        {
            var document = JsonNode.Parse(files.Read("lunchbadger.json"))!;
            document["models"]!["Project"] = new JsonObject { [$"{Producer}-dev"] = project.ToJsonString() };
            dev["lunchbadger.json"] = document.ToJsonString();
        }
        foreach (var model in Array("models.json").OfType<JsonObject>())
        {
            var path = model["configFile"]!.GetValue<string>();
            configs[model["name"]!.GetValue<string>()] = new JsonObject { ["public"] = model["public"]?.DeepClone() };
            foreach (var member in WorkspaceApiMembers) model.Remove(member);
            dev[path] = model.ToJsonString();
        }
        dev["server/model-config.json"] = configs.ToJsonString();
        var functions = new Dictionary<string, string>();
        foreach (var serverless in Array("functions.json").Select(function => function?["serverless"]).OfType<JsonObject>())
            functions[$"{serverless["service"]}/serverless.yml"] = serverless.ToJsonString();
        return TestSnapshots.Of(Producer, dev, functions);
    }

    /// <summary>Every object that the predecessor made, with the YAML of configurations parsed.</summary>
    /// <param name="renamed">What is called otherwise now; the default for nothing.</param>
    public IReadOnlyList<JsonObject> Objects((string From, string To) renamed = default)
    {
        var text = files.Read("objects.json");
        if (renamed.From is not null) text = text.Replace(renamed.From, renamed.To, StringComparison.Ordinal);
        var objects = JsonNode.Parse(text)!.AsArray().OfType<JsonObject>().ToList();
        foreach (var found in objects) GoldenObject.ParseConfiguration(found);
        return objects;
    }

    private JsonArray Array(string name) => files.Has(name) ? JsonNode.Parse(files.Read(name))!.AsArray() : [];

    private static JsonObject ReadProject(FixtureCase files)
    {
        var projects = JsonNode.Parse(files.Read("lunchbadger.json"))!["models"]!["Project"]!.AsObject();
        return JsonNode.Parse(projects.Single().Value!.GetValue<string>())!.AsObject();
    }
}
