namespace GitOps.Configstore.ProjectApi;

/// <summary>Adds the editing of projects.</summary>
public static class ProjectApiRegistration
{
    public static IServiceCollection AddProjectApi(this IServiceCollection services) => services.AddSingleton<ProjectDocuments>();
}
