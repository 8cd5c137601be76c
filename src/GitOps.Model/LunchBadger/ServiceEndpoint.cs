using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>Somewhere outside that pipelines may proxy to.</summary>
public sealed record ServiceEndpoint(JsonObject Source, string Id, string Name, IReadOnlyList<string> Urls);
