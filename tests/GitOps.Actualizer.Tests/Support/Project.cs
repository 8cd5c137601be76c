using System.Text.Json.Nodes;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>A producer's <c>lunchbadger.json</c>, as small as it can be.</summary>
internal static class Project
{
    /// <param name="producer">Whose it is.</param>
    /// <param name="gateways">Names of its gateways; the id of the n-th is <c>gw-n</c> whatever its name.</param>
    public static string Of(string producer, params string[] gateways) => Document($"{producer}-dev", Inner(producer, gateways));

    /// <summary>The same of any environment.</summary>
    public static string Of(EnvironmentKey key, params string[] gateways) => Document($"{key.Producer}-{key.Environment}", Inner(key.Producer.Value, gateways));

    public static string Disabled(string producer, params string[] gateways)
    {
        var inner = Inner(producer, gateways);
        inner["disabled"] = true;
        return Document($"{producer}-dev", inner);
    }

    /// <summary>One gateway whose only api endpoint has this path: changing it changes the gateway's configuration.</summary>
    public static string WithPath(string producer, string gateway, string path)
    {
        var inner = Inner(producer, [gateway]);
        inner["apiEndpoints"] = new JsonArray(new JsonObject { ["id"] = "ae", ["name"] = "Api", ["host"] = "*", ["paths"] = new JsonArray(path) });
        inner["connections"] = new JsonArray(new JsonObject { ["id"] = "c", ["fromId"] = "pipe-0", ["toId"] = "ae" });
        return Document($"{producer}-dev", inner);
    }

    /// <summary>A connection to something that does not exist: does not validate.</summary>
    public static string Invalid(string producer, params string[] gateways)
    {
        var inner = Inner(producer, gateways);
        inner["connections"] = new JsonArray(new JsonObject { ["id"] = "c", ["fromId"] = "pipe-0", ["toId"] = "nothing-of-this-id" });
        return Document($"{producer}-dev", inner);
    }

    public static EnvironmentKey Key(string producer) => EnvironmentKey.Default(ProducerName.Parse(producer));

    private static JsonObject Inner(string producer, string[] gateways) => new()
    {
        ["id"] = $"{producer}-dev",
        ["name"] = "main",
        ["gateways"] = new JsonArray([.. gateways.Select((name, n) => new JsonObject
        {
            ["id"] = $"gw-{n}",
            ["name"] = name,
            ["dnsPrefix"] = name.ToLowerInvariant(),
            ["policies"] = new JsonArray("proxy"),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = $"pipe-{n}", ["name"] = "Pipeline", ["policies"] = new JsonArray() }),
        })]),
        ["serviceEndpoints"] = new JsonArray(),
        ["apiEndpoints"] = new JsonArray(),
        ["connections"] = new JsonArray(),
        ["states"] = new JsonArray(),
    };

    private static string Document(string name, JsonObject inner) => new JsonObject
    {
        ["ids"] = new JsonObject { ["Project"] = 1 },
        ["models"] = new JsonObject { ["Project"] = new JsonObject { [name] = inner.ToJsonString() } },
    }.ToJsonString();
}
