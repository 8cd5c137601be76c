using GitOps.Sandbox.Forge.Api;
using GitOps.Sandbox.Forge.OAuth;
using GitOps.Sandbox.Forge.SmartHttp;

namespace GitOps.Sandbox.Forge;

/// <summary>Puts an embedded forge into an ASP.NET Core application.</summary>
public static class ForgeEndpoints
{
    /// <summary>Registers one <see cref="EmbeddedForge"/>, opened at its first use and closed with the application.</summary>
    public static IServiceCollection AddForge(this IServiceCollection services, ForgeOptions options) =>
        services.AddSingleton(provider => new EmbeddedForge(options, provider.GetRequiredService<ILoggerFactory>(), provider.GetService<TimeProvider>()));

    /// <summary>Maps Gitea's API below <c>/api</c>, its OAuth 2 below <c>/login/oauth</c> and git's smart HTTP at <c>/{owner}/{repo}</c>; unknown paths of the API are 404 in Gitea's words.</summary>
    public static WebApplication MapForge(this WebApplication app)
    {
        var forge = app.Services.GetRequiredService<EmbeddedForge>();
        app.Use(AnswerUnknownRoutes);
        app.MapMethods("/api/healthz", ["GET"], http => Healthy.WriteAsync(http.Response, http.RequestAborted));
        new ForgeRoutes(forge, app, app.Services.GetRequiredService<ILogger<ForgeRoutes>>())
            .MapServer()
            .MapUsers()
            .MapTokens()
            .MapApplications()
            .MapAdminUsers()
            .MapOrganizations()
            .MapRepositories()
            .MapDeployKeys()
            .MapBranches()
            .MapCommits()
            .MapTrees()
            .MapRaw()
            .MapContents()
            .MapHooks()
            .MapCollaborators()
            .MapStatuses();
        new OAuthEndpoints(forge).Map(app);
        new SmartHttpEndpoints(forge, app.Services.GetRequiredService<ILogger<HttpBackend>>()).Map(app);
        return app;
    }

    private static ApiAnswer Healthy { get; } = ApiAnswer.Ok(new
    {
        Status = "pass",
        Description = "Gitea-compatible sandbox forge",
        Checks = new Dictionary<string, object>(),
    }) with
    { ContentType = "application/json" };

    private static async Task AnswerUnknownRoutes(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response is { HasStarted: false, StatusCode: 404 } && http.GetEndpoint() is null && http.Request.Path.StartsWithSegments("/api"))
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("404 page not found\n", http.RequestAborted);
        }
    }
}
