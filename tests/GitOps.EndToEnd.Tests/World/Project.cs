using System.Text.Json.Nodes;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A producer's project, and how its <c>lunchbadger.json</c> says it.</summary>
/// <param name="Gateways">Its gateways; each serves <c>/&lt;id&gt;</c>.</param>
public sealed record Project(params IReadOnlyList<Gateway> Gateways)
{
    /// <summary>The flag inside the project, where the canvas writes it.</summary>
    public bool Disabled { get; init; }

    /// <summary>The flag at the document's own level, where an operator may write it.</summary>
    public bool DisabledOutside { get; init; }

    /// <summary>A connection to something that does not exist: does not validate.</summary>
    public bool Broken { get; init; }

    public string ToDocument(string producer)
    {
        var project = new JsonObject
        {
            ["id"] = $"{producer}-dev",
            ["name"] = "main",
            ["gateways"] = new JsonArray([.. Gateways.Select(gateway => gateway.ToJson())]),
            ["serviceEndpoints"] = new JsonArray(
                new JsonObject { ["id"] = "outside", ["name"] = "Outside", ["urls"] = new JsonArray("https://api.example.com") }),
            ["apiEndpoints"] = new JsonArray([.. Gateways.Select(gateway => new JsonObject
            {
                ["id"] = $"{gateway.Id}-endpoint",
                ["name"] = "Endpoint",
                ["host"] = "*",
                ["paths"] = new JsonArray($"/{gateway.Id}*"),
            })]),
            ["connections"] = new JsonArray([.. Gateways.SelectMany(Connections)]),
            ["states"] = new JsonArray(),
        };
        if (Disabled) project["disabled"] = true;
        var document = new JsonObject
        {
            ["ids"] = new JsonObject { ["Project"] = 1 },
            ["models"] = new JsonObject { ["Project"] = new JsonObject { [$"{producer}-dev"] = project.ToJsonString() } },
        };
        if (DisabledOutside) document["disabled"] = true;
        return document.ToJsonString();
    }

    private IEnumerable<JsonNode> Connections(Gateway gateway)
    {
        yield return new JsonObject { ["id"] = $"{gateway.Id}-in", ["fromId"] = "outside", ["toId"] = gateway.PipelineId };
        yield return new JsonObject
        {
            ["id"] = $"{gateway.Id}-out",
            ["fromId"] = gateway.PipelineId,
            ["toId"] = Broken ? "nothing-has-this-id" : $"{gateway.Id}-endpoint",
        };
    }
}
