using System.Text.Json.Serialization;

namespace GitOps.Configstore.Producers;

/// <summary>A repository as our clients know it, in Gitea's own member names.</summary>
/// <param name="Head">The commit in force; null while there is none.</param>
/// <param name="Problem">Why the head is older than what Gitea has.</param>
public sealed record RepositoryView(
    long Id,
    string Name,
    [property: JsonPropertyName("full_name")] string FullName,
    [property: JsonPropertyName("default_branch")] string DefaultBranch,
    bool Empty,
    string? Head,
    string? Problem);
