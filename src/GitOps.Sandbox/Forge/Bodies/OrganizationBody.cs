using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>Organization</c>.</summary>
internal sealed record OrganizationBody(
    long Id, string Name, string FullName, string Email, string Description, string Website, string Location, string Visibility, bool RepoAdminChangeTeamAccess = false)
{
    /// <summary>The same as <see cref="Name"/>; older clients read this one.</summary>
    [JsonPropertyName("username")]
    public string UserName => Name;

    public string AvatarUrl { get; init; } = "";
}
