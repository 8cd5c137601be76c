namespace GitOps.Configstore.Actualizers;

/// <summary>Adds what is asked of the actualizer.</summary>
public static class ActualizersRegistration
{
    public static IServiceCollection AddActualizers(this IServiceCollection services) => services.AddSingleton<ActualizerClient>();
}
