using System.Text.Json.Serialization;

namespace GitOps.Configstore.Producers;

/// <summary>An element of <c>GET /producers</c>: the Gitea user with what makes it a producer.</summary>
/// <param name="Name">The user's name without the prefix.</param>
/// <param name="Namespace">The prefix.</param>
public sealed record ProducerListItem(
    long Id,
    string Login,
    string Username,
    [property: JsonPropertyName("full_name")] string FullName,
    string Email,
    string Name,
    string Namespace,
    IReadOnlyList<RepositoryView> Repos);
