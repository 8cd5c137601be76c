using RestEase;

namespace GitOps.Gitea.Http;

/// <summary>What Gitea says of itself.</summary>
public interface IServerApi
{
    [Get("version")]
    Task<GiteaVersion> GetVersionAsync(CancellationToken cancellation);
}
