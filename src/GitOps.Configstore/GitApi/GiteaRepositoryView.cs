using System.Text.Json.Serialization;
using GitOps.Gitea.Repositories;

namespace GitOps.Configstore.GitApi;

/// <summary>A repository in Gitea's own member names; an allow-list.</summary>
public sealed record GiteaRepositoryView(
    long Id,
    string Name,
    [property: JsonPropertyName("full_name")] string FullName,
    bool Private,
    bool Empty,
    [property: JsonPropertyName("default_branch")] string DefaultBranch,
    [property: JsonPropertyName("clone_url")] string CloneUrl,
    [property: JsonPropertyName("ssh_url")] string SshUrl,
    [property: JsonPropertyName("updated_at")] DateTimeOffset UpdatedAt)
{
    public static GiteaRepositoryView Of(GiteaRepository repository) => new(
        repository.Id,
        repository.Name,
        repository.FullName.ToString(),
        repository.Private,
        repository.Empty,
        repository.DefaultBranch,
        repository.CloneUrl,
        repository.SshUrl,
        repository.UpdatedAt);
}
