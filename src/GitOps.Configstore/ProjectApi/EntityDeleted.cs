using System.Text.Json.Nodes;

namespace GitOps.Configstore.ProjectApi;

/// <summary>What a deletion removed.</summary>
/// <param name="Id">The entity.</param>
/// <param name="Connections">From and to it, removed in the same commit.</param>
public sealed record EntityDeleted(string Id, IReadOnlyList<JsonObject> Connections);
