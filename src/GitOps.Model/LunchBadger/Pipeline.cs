using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>A pipeline of a gateway.</summary>
public sealed record Pipeline
{
    public required JsonObject Source { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Each an object of one policy name and its condition and action pairs, beside an id.</summary>
    public required IReadOnlyList<JsonObject> Policies { get; init; }
}
