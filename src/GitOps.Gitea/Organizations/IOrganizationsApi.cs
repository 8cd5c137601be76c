using RestEase;

namespace GitOps.Gitea.Organizations;

/// <summary>Organizations as the API has them.</summary>
public interface IOrganizationsApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("orgs/{org}")]
    Task<Organization> GetAsync([Path] string org, CancellationToken cancellation);
}
