using System.Text.Json.Nodes;

namespace GitOps.Model.LoopBack;

/// <summary>A model of the LoopBack project that the workspace serves.</summary>
public sealed record LoopBackModel
{
    public required JsonObject Source { get; init; }

    /// <summary>File that defines it: repository role and path.</summary>
    public required string File { get; init; }

    public required string Name { get; init; }

    /// <summary>By what the canvas connects the model; null for models that are not on the canvas.</summary>
    public string? LunchBadgerId { get; init; }

    /// <summary>Where the workspace serves the model, below <c>/api/</c> (<see cref="ModelDefinitions.HttpPath"/>).</summary>
    public required string HttpPath { get; init; }
}
