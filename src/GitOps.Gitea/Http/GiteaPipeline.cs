using Microsoft.Extensions.Logging;

namespace GitOps.Gitea.Http;

/// <summary>
/// The way of a request, outermost first: failed statuses become errors, a slot is taken and failed tries are repeated,
/// what a try tells of Gitea is noted, each answer is read whole, redirects are followed, the credential is put on.
/// </summary>
internal static class GiteaPipeline
{
    public static HttpMessageHandler Build(GiteaOptions options, GiteaServer server, TimeProvider time, ILogger log, HttpMessageHandler? transport)
    {
        HttpMessageHandler handler = transport ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.AttemptTimeout,
            // Names may be moved to another address while the process lives.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        };
        handler = new AuthorizationHandler(options.Token is { } token ? GiteaCredential.Token(token) : null, handler);
        handler = new RedirectHandler(handler);
        handler = new BufferHandler(options.MaxResponseBytes, handler);
        handler = new ServerHandler(server, handler);
        handler = new RetryHandler(options, time, log, handler);
        return new StatusHandler(time, handler);
    }
}
