using System.Text.Json.Nodes;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>What became of an entity that was saved.</summary>
/// <param name="Entity">As it is served from then on.</param>
/// <param name="Description">What was done, for the commit's message, such as <c>Add model Car</c>.</param>
internal sealed record SavedEntity(JsonObject Entity, string Description)
{
    public static string Changed(string what, IReadOnlyList<string> members) =>
        members.Count == 0 ? $"Keep {what}" : $"Change {what}: {string.Join(", ", members)}";
}
