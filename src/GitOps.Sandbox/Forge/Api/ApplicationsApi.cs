using System.Security.Cryptography;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.OAuth;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>The signed-in user's OAuth 2 applications: <c>/user/applications/oauth2</c>.</summary>
internal static class ApplicationsApi
{
    public static ForgeRoutes MapApplications(this ForgeRoutes routes) => routes
        .Get("/user/applications/oauth2", TokenScope.User, request => request.Page(request.Forge.OAuth.Of(request.Account.Id), application => Body(application, "")))
        .Post("/user/applications/oauth2", TokenScope.User, CreateAsync)
        .Get("/user/applications/oauth2/{id}", TokenScope.User, Get)
        .Delete("/user/applications/oauth2/{id}", TokenScope.User, Delete);

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var asked = await request.ReadAsync<NewApplication>();
        if (string.IsNullOrEmpty(asked.Name)) throw ApiException.Required("Name");
        if (asked.RedirectUris is not { Length: > 0 } uris) throw ApiException.Required("RedirectURIs");
        var secret = $"gto_{RandomNumberGenerator.GetHexString(52, lowercase: true)}";
        var made = request.Forge.OAuth.Add(request.Account.Id, asked.Name, $"{Guid.NewGuid()}", secret, asked.ConfidentialClient, uris);
        return ApiAnswer.Created(Body(made, secret));
    }

    private static ApiAnswer Get(ApiRequest request) =>
        ApiAnswer.Ok(Body(request.Forge.OAuth.Of(request.Account.Id).FirstOrDefault(application => application.Id == request.Id("id")) ?? throw ApiException.NotFound(), ""));

    private static ApiAnswer Delete(ApiRequest request) =>
        request.Forge.OAuth.Remove(request.Account.Id, request.Id("id")) ? ApiAnswer.NoContent : throw ApiException.NotFound();

    private static object Body(OAuthApplication application, string secret) => new
    {
        application.Id,
        application.Name,
        application.ClientId,
        ClientSecret = secret,
        ConfidentialClient = application.IsConfidential,
        SkipSecondaryAuthorization = false,
        application.RedirectUris,
        application.Created,
    };

    private sealed record NewApplication(string? Name, string[]? RedirectUris, bool ConfidentialClient);
}
