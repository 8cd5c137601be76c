using GitOps.Gitea;
using GitOps.Gitea.OAuth;
using GitOps.Hosting.Settings;
using Microsoft.Extensions.Options;

namespace GitOps.Configstore.Access.Login;

/// <summary>Adds the login through Gitea.</summary>
public static class LoginRegistration
{
    public static WebApplicationBuilder AddLogin(this WebApplicationBuilder builder)
    {
        var (id, secret) = (builder.Configuration["OAUTH_CLIENT_ID"], builder.Configuration["OAUTH_CLIENT_SECRET"]);
        if (string.IsNullOrWhiteSpace(id) != string.IsNullOrWhiteSpace(secret))
            builder.SettingsCatalogue().Add(new SettingProblem("OAUTH_CLIENT_ID", "and OAUTH_CLIENT_SECRET go together, and one of them is not set", "both, as Gitea shows them for the application, or none"));
        builder.Services.AddSingleton<Sealing>().AddSingleton<LoginCookies>().AddSingleton<SignOuts>();
        builder.Services.AddSingleton(provider => new Sessions(
            provider.GetRequiredService<LoginCookies>(),
            provider.GetService<OAuthClient>(),
            provider.GetRequiredService<CallerDirectory>(),
            provider.GetRequiredService<SignOuts>(),
            provider.GetRequiredService<ConfigstoreSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        if (!string.IsNullOrWhiteSpace(id))
        {
            builder.Services.AddSingleton(provider =>
            {
                var settings = provider.GetRequiredService<ConfigstoreSettings>();
                return new OAuthClient(provider.GetRequiredService<IOptions<GiteaOptions>>().Value, settings.OAuthClientId, settings.OAuthClientSecret, settings.GiteaPublicUrl);
            });
        }
        return builder;
    }
}
