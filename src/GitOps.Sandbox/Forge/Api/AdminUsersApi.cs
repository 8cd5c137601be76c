using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Users and their keys as the site administrator handles them: <c>/admin/users</c>.</summary>
internal static class AdminUsersApi
{
    private const int ShortestPassword = 8;

    public static ForgeRoutes MapAdminUsers(this ForgeRoutes routes) => routes
        .Get("/admin/users", TokenScope.Admin, request =>
            request.Page(request.Store.UsersByName.Rows, account => request.Bodies.User(account, request.Caller)))
        .Post("/admin/users", TokenScope.Admin, CreateAsync)
        .Patch("/admin/users/{username}", TokenScope.Admin, EditAsync)
        .Delete("/admin/users/{username}", TokenScope.Admin, Delete)
        .Post("/admin/users/{username}/rename", TokenScope.Admin, RenameAsync)
        .Post("/admin/users/{username}/keys", TokenScope.Admin, CreateKeyAsync)
        .Delete("/admin/users/{username}/keys/{id}", TokenScope.Admin, DeleteKey);

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var asked = await request.ReadAsync<NewUser>();
        if (string.IsNullOrEmpty(asked.Username))
        {
            throw ApiException.Required("Username");
        }

        if (string.IsNullOrEmpty(asked.Email))
        {
            throw ApiException.Required("Email");
        }

        if (!AccountNames.IsValid(asked.Username))
        {
            throw ApiException.Invalid("[Username]: invalid username");
        }

        if (!asked.Email.Contains('@', StringComparison.Ordinal))
        {
            throw ApiException.Invalid("[Email]: Email");
        }

        if ((asked.Password?.Length ?? 0) < ShortestPassword)
        {
            throw new ApiException(400, "PasswordIsRequired");
        }

        var password = PasswordHash.Of(asked.Password!);
        lock (request.Store.Gate)
        {
            if (request.Store.Account(asked.Username) is not null)
            {
                throw ApiException.Invalid($"user already exists [name: {asked.Username}]");
            }

            if (request.Store.AccountByEmail(asked.Email) is not null)
            {
                throw ApiException.Invalid($"e-mail already in use [email: {asked.Email}]");
            }

            var account = new Account
            {
                Id = request.Store.Accounts.NextId(),
                Name = asked.Username,
                Email = asked.Email,
                FullName = asked.FullName ?? "",
                LoginName = asked.LoginName ?? "",
                Visibility = string.IsNullOrEmpty(asked.Visibility) ? "public" : asked.Visibility,
                IsRestricted = asked.Restricted ?? false,
                Password = password,
                Created = request.Forge.Now,
            };
            request.Store.AddAccount(account);
            return ApiAnswer.Created(request.Bodies.User(account, request.Caller));
        }
    }

    private static async Task<ApiAnswer> EditAsync(ApiRequest request)
    {
        var asked = await request.ReadAsync<EditedUser>();
        if (asked.LoginName is null)
        {
            throw ApiException.Required("LoginName");
        }

        lock (request.Store.Gate)
        {
            var account = request.PathUser();
            account = account with
            {
                LoginName = asked.LoginName,
                Email = asked.Email ?? account.Email,
                FullName = asked.FullName ?? account.FullName,
                Description = asked.Description ?? account.Description,
                Website = asked.Website ?? account.Website,
                Location = asked.Location ?? account.Location,
                Visibility = asked.Visibility ?? account.Visibility,
                IsAdmin = asked.Admin ?? account.IsAdmin,
                IsActive = asked.Active ?? account.IsActive,
                IsRestricted = asked.Restricted ?? account.IsRestricted,
                IsLoginProhibited = asked.ProhibitLogin ?? account.IsLoginProhibited,
                Password = string.IsNullOrEmpty(asked.Password) ? account.Password : PasswordHash.Of(asked.Password),
            };
            request.Store.Accounts.Put(account);
            return ApiAnswer.Ok(request.Bodies.User(account, request.Caller));
        }
    }

    private static async Task<ApiAnswer> RenameAsync(ApiRequest request)
    {
        var account = request.PathUser();
        AccountNames.Rename(request, account, (await request.ReadAsync<Renaming>()).NewUsername);
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.PathUser();
        if (account.IsOrganization)
        {
            throw ApiException.Invalid($"{account.Name} is an organization not a user");
        }

        if (account.Id == request.Account.Id)
        {
            throw ApiException.Invalid("you cannot delete yourself");
        }

        var repositories = request.Store.RepositoriesOf(account.Id).ToArray();
        if (repositories.Length > 0 && !request.Flag("purge"))
        {
            throw ApiException.Invalid($"user still has ownership of repositories [uid: {account.Id}]");
        }

        foreach (var repository in repositories)
        {
            request.Forge.RemoveRepository(repository);
        }

        request.Store.RemoveAccount(account.Id);
        return ApiAnswer.NoContent;
    }

    private static async Task<ApiAnswer> CreateKeyAsync(ApiRequest request)
    {
        var owner = request.PathUser();
        var asked = await request.ReadAsync<NewKey>();
        if (string.IsNullOrEmpty(asked.Title))
        {
            throw ApiException.Required("Title");
        }

        var fingerprint = SshKeyText.Fingerprint(asked.Key);
        lock (request.Store.Gate)
        {
            if (request.Store.HasKey(asked.Key!) || request.Store.DeployKeysOf(asked.Key!).Any())
            {
                throw ApiException.Invalid("Key content has been used as non-deploy key");
            }

            if (request.Store.KeysByOwner.All(owner.Id).Any(key => key.Title == asked.Title))
            {
                throw ApiException.Invalid("Key title has been used");
            }

            var key = new PublicKey
            {
                Id = request.Store.Keys.NextId(),
                OwnerId = owner.Id,
                Title = asked.Title,
                Content = asked.Key!.Trim(),
                Fingerprint = fingerprint,
                IsReadOnly = asked.ReadOnly ?? false,
                Created = request.Forge.Now,
            };
            request.Store.Keys.Put(key);
            return ApiAnswer.Created(UsersApi.KeyBody(request, key));
        }
    }

    private static ApiAnswer DeleteKey(ApiRequest request)
    {
        var owner = request.PathUser();
        lock (request.Store.Gate)
        {
            return request.Store.Keys.Find(request.Id("id")) is { } key && key.OwnerId == owner.Id && request.Store.Keys.Remove(key.Id)
                ? ApiAnswer.NoContent
                : throw ApiException.NotFound();
        }
    }

    private sealed record NewUser(string? Username, string? Email, string? FullName, string? LoginName, string? Password, string? Visibility, bool? Restricted)
    {
        public override string ToString() => $"user {Username}";
    }

    private sealed record EditedUser(
        string? LoginName, string? Email, string? FullName, string? Description, string? Website, string? Location, string? Visibility, string? Password,
        bool? Admin, bool? Active, bool? Restricted, bool? ProhibitLogin)
    {
        public override string ToString() => $"user {LoginName}";
    }

    private sealed record Renaming(string? NewUsername);

    private sealed record NewKey(string? Title, string? Key, bool? ReadOnly);
}
