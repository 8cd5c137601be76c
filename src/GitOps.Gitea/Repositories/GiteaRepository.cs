using System.Text.Json.Serialization;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Repositories;

/// <summary>A repository.</summary>
/// <param name="Owner">A stub: only id, login, name and mail of it are true.</param>
/// <param name="Empty">No commit was ever pushed.</param>
/// <param name="UpdatedAt">
/// When Gitea's push queue handled the last push, to the second: up to seconds after the push, and unmoved by a second
/// push in the same second. Compare commits, and overlap scan windows.
/// </param>
public sealed record GiteaRepository(
    long Id,
    GiteaUser Owner,
    string Name,
    bool Empty,
    string DefaultBranch,
    DateTimeOffset UpdatedAt,
    DateTimeOffset CreatedAt = default,
    bool Private = false,
    bool Archived = false,
    string Description = "",
    string CloneUrl = "",
    string SshUrl = "",
    string HtmlUrl = "")
{
    /// <summary>What who asks may do with it.</summary>
    public RepositoryRights Permissions { get; init; } = new();

    [JsonIgnore]
    public RepositoryName FullName => new(Owner.Login, Name);
}
