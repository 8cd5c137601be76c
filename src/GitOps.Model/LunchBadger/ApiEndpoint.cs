using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>Hosts, paths and methods under which a pipeline is reached. What a gateway reads of it is in <see cref="Source"/>.</summary>
public sealed record ApiEndpoint(JsonObject Source, string Id, string Name, string Host);
