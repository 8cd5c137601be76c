namespace GitOps.Configstore.Scaffolding;

/// <summary>Adds what an empty repository begins with.</summary>
public static class ScaffoldingRegistration
{
    public static IServiceCollection AddScaffolding(this IServiceCollection services) => services.AddSingleton<ProjectScaffold>();
}
