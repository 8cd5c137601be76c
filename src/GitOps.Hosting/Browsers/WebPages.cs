using System.Net;
using Microsoft.AspNetCore.Http;

namespace GitOps.Hosting.Browsers;

/// <summary>
/// Tells what pages of others make a browser ask, for doors that ask for no credential: any page may send requests to whatever the browser
/// reaches, loopback too. It can do so under a name of its own that it lets resolve to our address (DNS rebinding): then <c>Host</c> is not a
/// name of ours. Or across origins: then the browser says so in <c>Origin</c> or <c>Sec-Fetch-Site</c>. Programs send neither.
/// </summary>
/// <param name="hosts">Names that the process is reached under, beside those of loopback and the address of the connection.</param>
public sealed class WebPages(IEnumerable<string> hosts)
{
    private readonly HashSet<string> _hosts = new(hosts.Select(Plain), StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request that shows no credential is not served; null when it may be.</summary>
    public string? Refusal(HttpRequest request) => IsOurs(request) ? ForeignOrigin(request) :
        $"The request is for the host '{Shown(request.Host.Host)}', and this process is not known to be reached as that. Use a loopback address, or add the name to ALLOWED_HOSTS.";

    /// <summary>Why a request is not served whatever it shows: a browser sends it for a page of another origin. Null when none does.</summary>
    public static string? ForeignOrigin(HttpRequest request)
    {
        // What a browser asks before it sends anything: it changes nothing, and our answer allows nothing.
        if (HttpMethods.IsOptions(request.Method)) return null;
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // A link that somebody follows changes nothing, and the page with the link does not see what is read.
        var isFollowed = isReading && (site == "none" || request.Headers["Sec-Fetch-Mode"] == "navigate");
        if (site.Length > 0 && site != "same-origin" && !isFollowed)
            return "A page of another origin makes the browser ask for this (Sec-Fetch-Site). Ask with a program, or from a page of this process.";
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return null;
        return origin is [{ } only] && Uri.TryCreate(only, UriKind.Absolute, out var page) && IsSameAuthority(page, request.Host) ? null
            : "A page of another origin makes the browser ask for this (Origin). Ask with a program, or from a page of this process.";
    }

    private bool IsOurs(HttpRequest request)
    {
        // Browsers always say a host; what says none speaks HTTP/1.0.
        if (!request.Host.HasValue) return true;
        var host = Plain(request.Host.Host);
        if (IPAddress.TryParse(host, out var address))
            return IPAddress.IsLoopback(address) || address.Equals(Plain(request.HttpContext.Connection.LocalIpAddress)) || _hosts.Contains(host);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || _hosts.Contains(host);
    }

    // A proxy before us may speak TLS where we do not, so the schemes may differ and the ports that they stand for.
    private static bool IsSameAuthority(Uri page, HostString host) =>
        page.Host.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (page.IsDefaultPort ? host.Port is null or 80 or 443 : host.Port == page.Port);

    private static string Plain(string host) => host.Trim().Trim('[', ']').TrimEnd('.');

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string Shown(string host) => host.Length <= 100 ? host : host[..100] + "…";
}
