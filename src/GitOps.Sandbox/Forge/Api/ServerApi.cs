namespace GitOps.Sandbox.Forge.Api;

/// <summary>What a client may ask of the server itself.</summary>
internal static class ServerApi
{
    /// <summary>The version of Gitea whose behaviour this forge follows.</summary>
    public const string Version = "1.26.3";

    public static ForgeRoutes MapServer(this ForgeRoutes routes) => routes
        .Get("/version", null, _ => ApiAnswer.Ok(new { Version }))
        .Get("/settings/api", null, _ => ApiAnswer.Ok(new
        {
            MaxResponseItems = ApiRequest.MaxLimit,
            DefaultPagingNum = 30,
            DefaultGitTreesPerPage = TreesApi.DefaultPerPage,
            DefaultMaxBlobSize = 10485760,
            DefaultMaxResponseSize = 104857600,
        }))
        .Get("/settings/repository", null, _ => ApiAnswer.Ok(new
        {
            MirrorsDisabled = true,
            HttpGitDisabled = false,
            MigrationsDisabled = true,
            StarsDisabled = true,
            TimeTrackingDisabled = true,
            LfsDisabled = true,
        }));
}
