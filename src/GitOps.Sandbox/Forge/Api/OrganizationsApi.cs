using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>
/// Organizations, which are accounts that nobody signs in as: found by name like users, listed apart from them. There are no teams: an
/// organization's repositories are its maker's, administrators' and collaborators'.
/// </summary>
internal static class OrganizationsApi
{
    public static ForgeRoutes MapOrganizations(this ForgeRoutes routes) => routes
        .Get("/admin/orgs", TokenScope.Admin, request => request.Page(request.Store.OrganizationsByName.Rows, Body))
        .Post("/admin/users/{username}/orgs", TokenScope.Admin, request => CreateAsync(request, request.PathUser()))
        .Post("/orgs", TokenScope.Organization, request => CreateAsync(request, request.Account))
        .Get("/orgs/{org}", TokenScope.Organization, Get)
        .Delete("/orgs/{org}", TokenScope.Organization, Delete)
        .Post("/orgs/{org}/rename", TokenScope.Organization, RenameAsync)
        .Get("/orgs/{org}/repos", TokenScope.Organization, Repositories)
        .Post("/orgs/{org}/repos", TokenScope.Organization, CreateRepositoryAsync);

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request, Account maker)
    {
        var asked = await request.ReadAsync<NewOrganization>();
        if (string.IsNullOrEmpty(asked.Username))
        {
            throw ApiException.Required("UserName");
        }

        if (!AccountNames.IsValid(asked.Username))
        {
            throw ApiException.Invalid("[UserName]: invalid username");
        }

        if (asked.Visibility is not (null or "" or "public" or "limited" or "private"))
        {
            throw ApiException.Invalid("[Visibility]: In");
        }

        lock (request.Store.Gate)
        {
            if (request.Store.Account(asked.Username) is not null)
            {
                throw ApiException.Invalid($"user already exists [name: {asked.Username}]");
            }

            var organization = new Account
            {
                Id = request.Store.Accounts.NextId(),
                Name = asked.Username,
                Email = asked.Email ?? "",
                FullName = asked.FullName ?? "",
                Description = asked.Description ?? "",
                Website = asked.Website ?? "",
                Location = asked.Location ?? "",
                Visibility = string.IsNullOrEmpty(asked.Visibility) ? "public" : asked.Visibility,
                MakerId = maker.Id,
                Created = request.Forge.Now,
            };
            request.Store.AddAccount(organization);
            return ApiAnswer.Created(Body(organization));
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var organization = PathOrganization(request);
        return UsersApi.IsVisible(request.Caller, organization) ? ApiAnswer.Ok(Body(organization)) : throw Missing(organization.Name);
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var organization = Owned(request);
        if (request.Store.OwnsRepositories(organization.Id))
        {
            throw new ApiException(500, $"user still has ownership of repositories [uid: {organization.Id}]");
        }

        request.Store.RemoveAccount(organization.Id);
        return ApiAnswer.NoContent;
    }

    private static async Task<ApiAnswer> RenameAsync(ApiRequest request)
    {
        var organization = Owned(request);
        AccountNames.Rename(request, organization, (await request.ReadAsync<Renaming>()).NewName);
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Repositories(ApiRequest request)
    {
        var organization = PathOrganization(request);
        return request.Page(
            request.Store.RepositoriesOf(organization.Id).Where(repository => request.Caller.LevelIn(repository) > AccessLevel.None).OrderBy(repository => repository.Id).ToArray(),
            request.Body);
    }

    private static Task<ApiAnswer> CreateRepositoryAsync(ApiRequest request)
    {
        var organization = PathOrganization(request);
        return IsOwner(request, organization)
            ? RepositoriesApi.CreateAsync(request, organization)
            : throw ApiException.Forbidden("User is not allowed to create repositories in this organization.");
    }

    private static Account Owned(ApiRequest request)
    {
        var organization = PathOrganization(request);
        return IsOwner(request, organization) ? organization : throw ApiException.Forbidden("Must be an organization owner");
    }

    private static bool IsOwner(ApiRequest request, Account organization) => request.Account.IsAdmin || request.Account.Id == organization.MakerId;

    private static Account PathOrganization(ApiRequest request)
    {
        var name = request.Route("org");
        return request.Store.Account(name) switch
        {
            { IsOrganization: true } organization => organization,
            null when request.Store.MovedAccount(name) is { } moved => throw new AccountMovedException(name, moved.Name),
            _ => throw Missing(name),
        };
    }

    private static ApiException Missing(string name) => new(404, "GetOrgByName", hasErrors: true, $"user redirect does not exist [name: {name}]");

    private static OrganizationBody Body(Account organization) => new(
        organization.Id, organization.Name, organization.FullName, organization.Email, organization.Description, organization.Website, organization.Location, organization.Visibility);

    private sealed record NewOrganization(string? Username, string? FullName, string? Email, string? Description, string? Website, string? Location, string? Visibility);

    private sealed record Renaming(string? NewName);
}
