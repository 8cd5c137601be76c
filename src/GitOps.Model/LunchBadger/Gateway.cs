using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>An Express Gateway of a project.</summary>
public sealed record Gateway
{
    public required JsonObject Source { get; init; }

    public required string Id { get; init; }

    /// <summary>As typed by a person; empty when there is none.</summary>
    public required string Name { get; init; }

    /// <summary>Lower-case letters and digits, at most 15: the part of names and hosts that stands for this gateway.</summary>
    public required string Instance { get; init; }

    /// <summary>Policies that pipelines may use, by the names the canvas gives them.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    public required IReadOnlyList<Pipeline> Pipelines { get; init; }

    /// <summary>Overrides of <c>system.config.yml</c>; null when there are none.</summary>
    public JsonObject? System { get; init; }
}
