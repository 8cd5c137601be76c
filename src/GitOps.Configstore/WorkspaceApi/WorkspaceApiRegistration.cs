namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Adds the editing of LoopBack projects, and its routes.</summary>
public static class WorkspaceApiRegistration
{
    public static IServiceCollection AddWorkspaceApi(this IServiceCollection services) => services.AddSingleton<WorkspaceDocuments>();

    /// <summary>Maps all of it, per environment.</summary>
    public static IEndpointRouteBuilder MapWorkspaceApi(this IEndpointRouteBuilder routes) => routes.MapFacets().MapWorkspaceEntities().MapModelParts();
}
