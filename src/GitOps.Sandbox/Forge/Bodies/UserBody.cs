using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>User</c>.</summary>
internal sealed record UserBody
{
    public required long Id { get; init; }

    public required string Login { get; init; }

    public required string LoginName { get; init; }

    public long SourceId { get; init; }

    public required string FullName { get; init; }

    public required string Email { get; init; }

    public required string AvatarUrl { get; init; }

    public required string HtmlUrl { get; init; }

    public string Language { get; init; } = "";

    public required bool IsAdmin { get; init; }

    public required DateTimeOffset LastLogin { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required bool Restricted { get; init; }

    public required bool Active { get; init; }

    public required bool ProhibitLogin { get; init; }

    public required string Location { get; init; }

    public required string Website { get; init; }

    public required string Description { get; init; }

    public required string Visibility { get; init; }

    public int FollowersCount { get; init; }

    public int FollowingCount { get; init; }

    public int StarredReposCount { get; init; }

    /// <summary>The same as <see cref="Login"/>; older clients read this one.</summary>
    [JsonPropertyName("username")]
    public string UserName => Login;
}
