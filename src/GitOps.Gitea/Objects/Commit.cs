using System.Text.Json.Serialization;

namespace GitOps.Gitea.Objects;

/// <summary>A commit.</summary>
public sealed record Commit(
    string Sha,
    [property: JsonPropertyName("commit")] CommitDetails Details,
    DateTimeOffset Created = default,
    IReadOnlyList<CommitParent>? Parents = null);
