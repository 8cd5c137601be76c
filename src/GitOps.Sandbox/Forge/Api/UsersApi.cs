using System.Globalization;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Users as others see them: <c>/user</c>, <c>/users</c>.</summary>
internal static class UsersApi
{
    public static ForgeRoutes MapUsers(this ForgeRoutes routes) => routes
        .Get("/user", TokenScope.User, request => ApiAnswer.Ok(request.Bodies.User(request.Account, full: true, isSignedIn: true)))
        .Get("/users/search", TokenScope.User, Search)
        .Get("/users/{username}", TokenScope.User, Get)
        .Get("/users/{username}/repos", TokenScope.UserThenRepository, Repositories)
        .Get("/user/repos", TokenScope.UserThenRepository, OwnRepositories)
        .Get("/users/{username}/keys", TokenScope.User, request => Keys(request, PathUser(request)))
        .Get("/user/keys", TokenScope.User, request => Keys(request, request.Account))
        .Get("/user/keys/{id}", TokenScope.User, Key);

    public static KeyBody KeyBody(ApiRequest request, PublicKey key)
    {
        var owner = request.Store.Accounts.Find(key.OwnerId) ?? throw ApiException.NotFound();
        return new KeyBody(
            key.Id, key.Content, $"{request.Bodies.Api}/user/keys/{key.Id}", key.Title, key.Fingerprint, key.Created, key.Created,
            request.Bodies.User(owner, request.Caller))
        { ReadOnly = key.IsReadOnly };
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var account = PathUser(request);
        return IsVisible(request.Caller, account)
            ? ApiAnswer.Ok(request.Bodies.User(account, request.Caller))
            : throw new ApiException(404, "Visit Project", hasErrors: true);
    }

    private static ApiAnswer Search(ApiRequest request)
    {
        var text = request.Query("q") ?? "";
        var id = long.TryParse(request.Query("uid"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var all = id != 0 || text.Length > 0 || !request.Caller.IsAdmin
            ? request.Store.UsersByName.Rows.Where(account => (id == 0 || account.Id == id) && Matches(account, text) && IsVisible(request.Caller, account)).ToArray()
            : request.Store.UsersByName.Rows;
        return request.Page(all, account => request.Bodies.User(account, request.Caller), rows => new { Data = rows, Ok = true });
    }

    private static ApiAnswer Repositories(ApiRequest request)
    {
        var visible = request.Store.RepositoriesOf(PathUser(request).Id)
            .Where(repository => request.Caller.LevelIn(repository) > AccessLevel.None)
            .OrderBy(repository => repository.Id)
            .ToArray();
        return request.Page(visible, request.Body);
    }

    private static ApiAnswer OwnRepositories(ApiRequest request)
    {
        var own = request.Store.RepositoriesById.Rows
            .Where(repository => (repository.OwnerId == request.Account.Id || repository.Collaborators.Any(c => c.AccountId == request.Account.Id))
                && request.Caller.LevelIn(repository) > AccessLevel.None)
            .ToArray();
        return request.Page(own, request.Body);
    }

    private static ApiAnswer Keys(ApiRequest request, Account owner)
    {
        _ = request.Account;
        var fingerprint = request.Query("fingerprint");
        var keys = request.Store.KeysByOwner.All(owner.Id).Where(key => string.IsNullOrEmpty(fingerprint) || key.Fingerprint == fingerprint).ToArray();
        return request.Page(keys, key => KeyBody(request, key));
    }

    private static ApiAnswer Key(ApiRequest request)
    {
        var key = request.Store.Keys.Find(request.Id("id"));
        return key is not null && (request.Caller.IsAdmin || key.OwnerId == request.Account.Id)
            ? ApiAnswer.Ok(KeyBody(request, key))
            : throw ApiException.NotFound();
    }

    private static Account PathUser(ApiRequest request)
    {
        var account = request.PathUser();
        return request.Caller.IsPublicOnly && account.Visibility is ("private" or "limited")
            ? throw ApiException.Forbidden("token scope is limited to public users")
            : account;
    }

    private static bool Matches(Account account, string text) =>
        text.Length == 0
        || account.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || account.FullName.Contains(text, StringComparison.OrdinalIgnoreCase);

    public static bool IsVisible(Caller caller, Account account) => account.Visibility switch
    {
        "private" => caller.IsAdmin || caller.Account?.Id == account.Id,
        "limited" => caller.Account is not null,
        _ => true,
    };
}
