using Microsoft.AspNetCore.HttpOverrides;

namespace GitOps.Configstore.Access;

/// <summary>Whose word is taken for where a request came from.</summary>
public static class TrustedProxies
{
    /// <summary>Behind one of <c>TRUSTED_PROXIES</c> the remote address is the last of <c>X-Forwarded-For</c> that is none of them.</summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<ConfigstoreSettings>();
        if (settings.TrustedProxies.Count == 0) return app;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in settings.TrustedProxies)
        {
            if (NetworksAttribute.TryParse(text, out var network)) options.KnownIPNetworks.Add(network);
        }
        return app.UseForwardedHeaders(options);
    }
}
