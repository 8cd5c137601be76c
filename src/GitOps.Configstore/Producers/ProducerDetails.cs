using System.Text.Json.Nodes;

namespace GitOps.Configstore.Producers;

/// <summary>One producer: <c>{id,envs,user,repos}</c>.</summary>
/// <param name="Envs">Empty, as clients of the predecessor expect it; <c>GET /environments</c> has what they would look for.</param>
public sealed record ProducerDetails(string Id, JsonObject? Envs, GiteaUserView User, IReadOnlyList<RepositoryView> Repos);
