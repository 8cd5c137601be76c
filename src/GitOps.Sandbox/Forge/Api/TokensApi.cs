using System.Globalization;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>A user's access tokens: <c>/users/{username}/tokens</c>, for the user's own or an administrator's password only.</summary>
internal static class TokensApi
{
    public static ForgeRoutes MapTokens(this ForgeRoutes routes) => routes
        .Get("/users/{username}/tokens", null, List)
        .Post("/users/{username}/tokens", null, CreateAsync)
        .Delete("/users/{username}/tokens/{id}", null, Delete);

    private static ApiAnswer List(ApiRequest request) =>
        request.Page(request.Store.TokensByOwner.All(Owner(request).Id).OrderBy(token => token.Id).ToArray(), token => Body(token, ""));

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var owner = Owner(request);
        var asked = await request.ReadAsync<NewToken>();
        if (string.IsNullOrEmpty(asked.Name))
        {
            throw ApiException.Required("Name");
        }

        var scopes = asked.Scopes ?? [];
        if (scopes.Length == 0)
        {
            throw new ApiException(400, "access token must have a scope");
        }

        if (Array.Find(scopes, scope => !Access.TokenScope.IsValid(scope)) is { } invalid)
        {
            throw new ApiException(400, $"invalid access token scope provided: invalid access token scope: {invalid}");
        }

        var secret = AccessToken.NewSecret();
        lock (request.Store.Gate)
        {
            if (request.Store.TokensByOwner.All(owner.Id).Any(token => token.Name == asked.Name))
            {
                throw new ApiException(400, "access token name has been used already");
            }

            var token = new AccessToken
            {
                Id = request.Store.Tokens.NextId(),
                OwnerId = owner.Id,
                Name = asked.Name,
                Hash = AccessToken.HashOf(secret),
                LastEight = secret[^8..],
                Scopes = scopes,
                Created = request.Forge.Now,
            };
            request.Store.Tokens.Put(token);
            // Gitea answers a creation before it has set the times.
            return ApiAnswer.Created(Body(token, secret) with { CreatedAt = BodyWriter.Never, LastUsedAt = BodyWriter.Never });
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var owner = Owner(request);
        var asked = request.Route("id");
        var isId = long.TryParse(asked, CultureInfo.InvariantCulture, out var id);
        var token = request.Store.TokensByOwner.All(owner.Id).FirstOrDefault(token => isId ? token.Id == id : token.Name == asked) ?? throw ApiException.NotFound();
        lock (request.Store.Gate)
        {
            request.Store.Tokens.Remove(token.Id);
        }

        return ApiAnswer.NoContent;
    }

    private static Account Owner(ApiRequest request)
    {
        var owner = request.PathUser();
        if (!request.Caller.HasPassword)
        {
            throw new ApiException(401, "auth required");
        }

        return request.Caller.IsAdmin || request.Account.Id == owner.Id
            ? owner
            : throw ApiException.Forbidden("doer should be the site admin or be same as the contextUser");
    }

    private static TokenBody Body(AccessToken token, string secret) =>
        new(token.Id, token.Name, secret, token.LastEight, token.Scopes, token.Created, token.Created);

    private sealed record NewToken(string? Name, string[]? Scopes);
}
