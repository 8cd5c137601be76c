
namespace GitOps.Configstore.Environments;

/// <summary>Adds the serving of environments.</summary>
public static class EnvironmentsRegistration
{
    public static IServiceCollection AddEnvironments(this IServiceCollection services) => services.AddSingleton<ListingCursors>();
}
