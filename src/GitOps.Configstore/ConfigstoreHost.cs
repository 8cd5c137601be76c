using GitOps.Configstore.Access;
using GitOps.Configstore.Access.Login;
using GitOps.Configstore.Actualizers;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Files;
using GitOps.Configstore.FunctionApi;
using GitOps.Configstore.GitApi;
using GitOps.Configstore.Producers;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Scaffolding;
using GitOps.Configstore.Scanning;
using GitOps.Configstore.Schemas;
using GitOps.Configstore.Snapshots;
using GitOps.Configstore.Status;
using GitOps.Configstore.Storage;
using GitOps.Configstore.Webhooks;
using GitOps.Configstore.WorkspaceApi;
using GitOps.Gitea;
using GitOps.Hosting.Settings;

namespace GitOps.Configstore;

/// <summary>The configstore, to be put into a web process: its own, or the sandbox's.</summary>
public static class ConfigstoreHost
{
    /// <summary>Bytes of one answer of Gitea: ten times a page of a tree with the longest paths that are read.</summary>
    private const int MaxGiteaAnswer = 16 * 1024 * 1024;

    /// <summary>Adds all of the configstore. Settings come from configuration; no state is shared with other hosts of the process.</summary>
    public static WebApplicationBuilder AddConfigstore(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ConfigstoreSettings>();
        builder.Services.AddOptions<GiteaOptions>().Configure<ConfigstoreSettings>((gitea, settings) =>
        {
            gitea.BaseUrl = settings.GiteaUrl;
            gitea.Token = settings.GiteaToken;
            gitea.MaxConcurrency = settings.GiteaConcurrency;
            gitea.AttemptTimeout = settings.GiteaTimeout;
            gitea.TotalTimeout = settings.GiteaTimeout * 2;
            gitea.MaxResponseBytes = MaxGiteaAnswer;
        });
        builder.Services.AddHostedService<DataDirectory>();
        builder.Services.AddGitea(_ => { });
        builder.Services.AddChangeStream().AddProducers().AddScanning().AddSnapshots().AddEnvironments().AddEditing().AddStatus().AddWebhooks().AddGitApi();
        builder.Services.AddProjectApi().AddWorkspaceApi().AddFunctionApi();
        builder.Services.AddAccess().AddActualizers();
        builder.Services.AddScaffolding();
        builder.AddLogin();
        builder.Services.AddOpenApi(static document => document.AddOperationTransformer<AccessDescription>());
        return builder;
    }

    /// <summary>Maps all routes, at the root and, for clients of the predecessor, under <c>/api</c>.</summary>
    public static WebApplication MapConfigstore(this WebApplication app)
    {
        // Observable metrics exist once somebody asks for them.
        app.Services.GetRequiredService<RegistryMetrics>();
        app.UseAccess();
        app.MapOpenApi().AllowAnonymous();
        app.MapWebhooks().MapGitApi().MapLogin();
        MapApi(app);
        MapApi(app.MapGroup("/api").ExcludeFromDescription());
        return app;
    }

    /// <summary>Every route of tenants and operators passes <see cref="AccessDoor"/>; those that anybody may call say so themselves.</summary>
    private static void MapApi(IEndpointRouteBuilder routes)
    {
        routes.MapProducers().MapEnvironmentListing().MapEnvironments().MapStatus().MapChangeStream().MapMe();
        routes.MapSchemas();
        routes.MapPerEnvironment(environment => environment.MapProject().MapProjectEntities().MapFileEdits().MapLoopBackProjects().MapWorkspaceFiles().MapWorkspaceStatus());
        routes.MapPerEnvironment(environment => environment.MapWorkspaceApi());
        routes.MapPerEnvironment(environment => environment.MapFunctions().MapFunctionDeployment().MapFunctionLogs());
    }
}
