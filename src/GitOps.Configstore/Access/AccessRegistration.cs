using GitOps.Configstore.Intake;
using GitOps.Model.Pods;

namespace GitOps.Configstore.Access;

/// <summary>Adds who may call what.</summary>
public static class AccessRegistration
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services.AddSingleton<ServiceTokens>()
            .AddSingleton(static provider => new PodTokens(provider.GetRequiredService<ConfigstoreSettings>().PodTokenKey))
            .AddSingleton<AccessMetrics>().AddSingleton<SignInLimits>().AddSingleton<CallerDirectory>().AddSingleton<AccessDoor>().AddSingleton<CallerBodies>();

    /// <summary>Puts the door before every endpoint.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        app.UseTrustedProxies();
        var door = app.ApplicationServices.GetRequiredService<AccessDoor>();
        return app.Use(async (context, next) =>
        {
            if (await door.RefuseAsync(context) is { } refusal) await refusal.ExecuteAsync(context);
            else await next(context);
        });
    }
}
