using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Who else may do what in a repository.</summary>
internal static class CollaboratorsApi
{
    public static ForgeRoutes MapCollaborators(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/collaborators", TokenScope.Repository, List)
        .Get("/repos/{owner}/{repo}/collaborators/{collaborator}", TokenScope.Repository, Check)
        .Put("/repos/{owner}/{repo}/collaborators/{collaborator}", TokenScope.Repository, PutAsync)
        .Delete("/repos/{owner}/{repo}/collaborators/{collaborator}", TokenScope.Repository, Delete)
        .Get("/repos/{owner}/{repo}/collaborators/{collaborator}/permission", TokenScope.Repository, Permission);

    private static ApiAnswer List(ApiRequest request)
    {
        _ = request.Account;
        var accounts = request.Repository().Collaborators.Select(c => request.Store.Accounts.Find(c.AccountId)).OfType<Account>().OrderBy(account => account.Id).ToArray();
        return request.Page(accounts, account => request.Bodies.User(account, request.Caller));
    }

    private static ApiAnswer Check(ApiRequest request)
    {
        var repository = request.Repository();
        return repository.Collaborators.Any(c => c.AccountId == Named(request, 422).Id) ? ApiAnswer.NoContent : throw ApiException.NotFound();
    }

    private static async Task<ApiAnswer> PutAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Admin);
        var asked = await request.ReadAsync<GivenPermission>();
        var account = Named(request, 422);
        var access = asked.Permission switch
        {
            null or "" or "write" => AccessLevel.Write,
            "read" => AccessLevel.Read,
            "admin" => AccessLevel.Admin,
            // Gitea 1.26 answers this with a 500, and so does who stands in for it.
            _ => throw new ApiException(500, "Invalid access mode"),
        };
        request.Store.Change(repository.Id, old => old with
        {
            Collaborators = [.. old.Collaborators.Where(c => c.AccountId != account.Id), new Collaborator(account.Id, access)],
        });
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Admin);
        var account = Named(request, 422);
        request.Store.Change(repository.Id, old => old with { Collaborators = [.. old.Collaborators.Where(c => c.AccountId != account.Id)] });
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Permission(ApiRequest request)
    {
        var repository = request.Repository();
        var asker = request.Account;
        if (Caller.LevelOf(asker, repository) < AccessLevel.Admin && !asker.Name.Equals(request.Route("collaborator"), StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Forbidden("Only admins can query all permissions, repo admins can query all repo permissions, collaborators can query only their own");
        }

        var account = Named(request, 404);
        var level = NameOf(Caller.LevelOf(account, repository));
        return ApiAnswer.Ok(new PermissionBody(level, level, request.Bodies.User(account, asker.Id == account.Id, isSignedIn: true)));
    }

    private static string NameOf(AccessLevel level) => level switch
    {
        AccessLevel.Read => "read",
        AccessLevel.Write => "write",
        AccessLevel.Admin => "admin",
        AccessLevel.Owner => "owner",
        _ => "none",
    };

    private static Account Named(ApiRequest request, int otherwise) => request.Store.Account(request.Route("collaborator"))
        ?? throw new ApiException(otherwise, $"user does not exist [uid: 0, name: {request.Route("collaborator")}]");

    private sealed record GivenPermission(string? Permission);
}
