using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A user of the forge, or an organization. Who has no password signs in by token only.</summary>
internal sealed record Account
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public string FullName { get; init; } = "";

    public string LoginName { get; init; } = "";

    public string Description { get; init; } = "";

    public string Website { get; init; } = "";

    public string Location { get; init; } = "";

    public string Visibility { get; init; } = "public";

    public bool IsAdmin { get; init; }

    /// <summary>Who made this organization; 0 for a user.</summary>
    public long MakerId { get; init; }

    [JsonIgnore]
    public bool IsOrganization => MakerId != 0;

    public bool IsActive { get; init; } = true;

    public bool IsRestricted { get; init; }

    public bool IsLoginProhibited { get; init; }

    public PasswordHash? Password { get; init; }

    public required DateTimeOffset Created { get; init; }
}
