using System.Text.Json.Serialization;

namespace GitOps.Configstore.Producers;

/// <summary>A Gitea user as our clients know it, in Gitea's own member names.</summary>
public sealed record GiteaUserView(
    long Id, string Login, string Username, [property: JsonPropertyName("full_name")] string FullName, string Email);
