using System.Net;
using System.Security.Cryptography;
using System.Text;
using GitOps.Hosting.Browsers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GitOps.Actualizer.Operations;

/// <summary>
/// Stands before the operations routes. Callers show <c>ACTUALIZER_TOKEN</c> as <c>Authorization: Bearer …</c>; where none is set, only
/// those on the same machine may call, and only while nobody else can: proxies and sidecars call from there for everybody. A browser on
/// that machine calls for the pages that it shows: what they ask is refused, see <see cref="WebPages"/>.
/// </summary>
public sealed class OperationsDoor(ActualizerSettings settings, IServer server) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly WebPages _pages = new(settings.AllowedHosts);

    // As a hash: of equal length whatever is sent, so that comparing tells nothing of how much was right.
    private readonly byte[]? _token = settings.ActualizerToken.Length > 0 ? HashOf(settings.ActualizerToken) : null;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        // A page knows no token, so who shows the right one may call the host what they like; to a page nothing is answered either way.
        if ((_token is null ? _pages.Refusal(request.Request) : WebPages.ForeignOrigin(request.Request)) is { } foreign)
            return Results.Problem(foreign, statusCode: StatusCodes.Status403Forbidden);
        if (_token is null)
        {
            return request.Connection.RemoteIpAddress is { } source && IPAddress.IsLoopback(source) && ListensOnLoopbackAlone()
                ? await next(context)
                : Results.Problem("Until ACTUALIZER_TOKEN is set, only callers on the actualizer's own machine may do this, and only while it listens on loopback addresses alone.", statusCode: StatusCodes.Status403Forbidden);
        }
        var header = request.Request.Headers.Authorization is [{ } only] ? only : "";
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(HashOf(header[Scheme.Length..].Trim()), _token))
            return await next(context);
        request.Response.Headers.WWWAuthenticate = "Bearer realm=\"gitops\"";
        return Results.Problem("Send 'Authorization: Bearer <token>' with the actualizer's ACTUALIZER_TOKEN.", statusCode: StatusCodes.Status401Unauthorized);
    }

    private bool ListensOnLoopbackAlone() =>
        server.Features.Get<IServerAddressesFeature>() is { Addresses: { Count: > 0 } addresses }
        && addresses.All(address => BindingAddress.Parse(address).Host is var host
            && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
