using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>PublicKey</c>.</summary>
internal sealed record KeyBody(
    long Id,
    string Key,
    string Url,
    string Title,
    string Fingerprint,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    UserBody User,
    string KeyType = "user")
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReadOnly { get; init; }
}

/// <summary>Gitea's <c>DeployKey</c>. What was just created does not name its repository.</summary>
internal sealed record DeployKeyBody(
    long Id,
    long KeyId,
    string Key,
    string Url,
    string Title,
    string Fingerprint,
    DateTimeOffset CreatedAt,
    bool ReadOnly)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RepositoryBody? Repository { get; init; }
}

/// <summary>Gitea's <c>AccessToken</c>; <c>sha1</c> is the token itself, told only at its creation.</summary>
internal sealed record TokenBody(
    long Id,
    string Name,
    string Sha1,
    string TokenLastEight,
    string[] Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt)
{
    public override string ToString() => $"token {Id}";
}

/// <summary>Gitea's <c>RepoCollaboratorPermission</c>.</summary>
internal sealed record PermissionBody(string Permission, string RoleName, UserBody User);

/// <summary>Gitea's <c>CommitStatus</c>.</summary>
internal sealed record StatusBody(
    long Id,
    string Status,
    string TargetUrl,
    string Description,
    string Url,
    string Context,
    UserBody? Creator,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>Gitea's <c>CombinedStatus</c>.</summary>
internal sealed record CombinedStatusBody(
    string State,
    string Sha,
    int TotalCount,
    IReadOnlyList<StatusBody> Statuses,
    RepositoryBody Repository,
    string CommitUrl,
    string Url);
