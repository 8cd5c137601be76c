using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>A line drawn on the canvas.</summary>
public sealed record Connection(JsonObject Source, string FromId, string ToId);
