using System.Text.Json.Nodes;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A gateway of a project with one pipeline: a rate limit, and a proxy to a service outside.</summary>
/// <param name="Id">Stays when it is renamed.</param>
/// <param name="Name">Its lower-case letters and digits name its objects.</param>
/// <param name="RateLimit">Requests per minute; a change of it is a change of the gateway's configuration.</param>
public sealed record Gateway(string Id, string Name, int RateLimit = 100)
{
    internal string PipelineId => $"{Id}-pipeline";

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["dnsPrefix"] = Name.ToLowerInvariant(),
        ["itemOrder"] = 0,
        ["policies"] = new JsonArray("rate-limiter", "proxy"),
        ["pipelines"] = new JsonArray(new JsonObject
        {
            ["id"] = PipelineId,
            ["name"] = "Main",
            ["policies"] = new JsonArray(
                Policy("rate-limiter", new JsonObject { ["max"] = RateLimit, ["windowMs"] = 60000 }),
                Policy("proxy", new JsonObject { ["serviceEndpoint"] = "outside" })),
        }),
    };

    private JsonObject Policy(string name, JsonObject action) => new()
    {
        ["id"] = $"{Id}-{name}",
        [name] = new JsonArray(new JsonObject { ["id"] = $"{Id}-{name}-1", ["condition"] = new JsonObject { ["name"] = "always" }, ["action"] = action }),
    };
}
