using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>SSH keys of one repository: <c>/repos/{owner}/{repo}/keys</c>.</summary>
internal static class DeployKeysApi
{
    public static ForgeRoutes MapDeployKeys(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/keys", TokenScope.Repository, List)
        .Post("/repos/{owner}/{repo}/keys", TokenScope.Repository, CreateAsync)
        .Get("/repos/{owner}/{repo}/keys/{id}", TokenScope.Repository, Get)
        .Delete("/repos/{owner}/{repo}/keys/{id}", TokenScope.Repository, Delete);

    private static ApiAnswer List(ApiRequest request)
    {
        var repository = Administrated(request);
        var fingerprint = request.Query("fingerprint");
        var id = long.TryParse(request.Query("key_id"), out var asked) ? asked : 0;
        var keys = request.Store.DeployKeysByRepository.All(repository.Id)
            .Where(key => (string.IsNullOrEmpty(fingerprint) || key.Fingerprint == fingerprint) && (id == 0 || key.KeyId == id))
            .OrderBy(key => key.Id)
            .ToArray();
        return request.Page(keys, key => Body(request, repository, key, withRepository: true));
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var repository = Administrated(request);
        return Find(request, repository) is { } key ? ApiAnswer.Ok(Body(request, repository, key, withRepository: true)) : throw ApiException.NotFound();
    }

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var repository = Administrated(request);
        var asked = await request.ReadAsync<NewKey>();
        if (string.IsNullOrEmpty(asked.Title))
        {
            throw ApiException.Required("Title");
        }

        if (string.IsNullOrEmpty(asked.Key))
        {
            throw ApiException.Required("Key");
        }

        var fingerprint = SshKeyText.Fingerprint(asked.Key);
        lock (request.Store.Gate)
        {
            var same = request.Store.DeployKeysOf(asked.Key).ToArray();
            if (request.Store.HasKey(asked.Key))
            {
                throw ApiException.Invalid("Key content has been used as non-deploy key");
            }

            if (same.Any(key => key.RepositoryId == repository.Id))
            {
                throw ApiException.Invalid("This key has already been added to this repository");
            }

            if (request.Store.DeployKeysByRepository.All(repository.Id).Any(key => key.Title == asked.Title))
            {
                throw ApiException.Invalid("A key with the same name already exists");
            }

            var key = new DeployKey
            {
                Id = request.Store.DeployKeys.NextId(),
                KeyId = same.FirstOrDefault()?.KeyId ?? request.Store.Keys.NextId(),
                RepositoryId = repository.Id,
                Title = asked.Title,
                Content = asked.Key.Trim(),
                Fingerprint = fingerprint,
                IsReadOnly = asked.ReadOnly ?? false,
                Created = request.Forge.Now,
            };
            request.Store.DeployKeys.Put(key);
            return ApiAnswer.Created(Body(request, repository, key, withRepository: false));
        }
    }

    // Deleting what is not there is no mistake here: 204, as in Gitea.
    private static ApiAnswer Delete(ApiRequest request)
    {
        var repository = Administrated(request);
        lock (request.Store.Gate)
        {
            if (Find(request, repository) is { } key)
            {
                request.Store.DeployKeys.Remove(key.Id);
            }

            return ApiAnswer.NoContent;
        }
    }

    // A public repository is shown to everybody, so who is nobody is asked to sign in, and who is somebody is refused.
    private static Repository Administrated(ApiRequest request)
    {
        request.Repository();
        _ = request.Account;
        return request.Repository(AccessLevel.Admin);
    }

    private static DeployKey? Find(ApiRequest request, Repository repository) =>
        request.Store.DeployKeys.Find(request.Id("id")) is { } key && key.RepositoryId == repository.Id ? key : null;

    private static DeployKeyBody Body(ApiRequest request, Repository repository, DeployKey key, bool withRepository) => new(
        key.Id, key.KeyId, key.Content, $"{request.Bodies.Api}/repos/{request.Bodies.FullName(repository)}/keys/{key.Id}", key.Title, key.Fingerprint, key.Created, key.IsReadOnly)
    { Repository = withRepository ? request.Body(repository) : null };

    private sealed record NewKey(string? Title, string? Key, bool? ReadOnly);
}
