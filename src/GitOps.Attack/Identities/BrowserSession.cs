using System.Web;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Identities;

/// <summary>Signs in as a browser does. Only the sandbox's forge has a form for that; Gitea's own pages are for people.</summary>
internal static class BrowserSession
{
    /// <summary>The session's cookie, as it is sent; null where nobody can sign in so.</summary>
    public static async Task<string?> SignInAsync(Prober configstore, Uri gitea, string user, string password, CancellationToken cancellation)
    {
        var begun = await configstore.SendAsync(new Probe("GET", "/login"), cancellation);
        if (begun is not { Status: 302, Location: { } authorize } || CookieOf(begun) is not { } pending) return null;
        using var forge = new Prober(new Uri(new Uri(authorize), "/"));
        if (forge.Root.Authority != gitea.Authority) return null;
        var page = await forge.SendAsync(new Probe("GET", new Uri(authorize).PathAndQuery), cancellation);
        if (page.Status != 200 || !page.Body.Contains("action=/login/oauth/grant", StringComparison.Ordinal)) return null;

        var form = HttpUtility.ParseQueryString(new Uri(authorize).Query);
        (form["user_name"], form["password"], form["granted"]) = (user, password, "true");
        var granted = await forge.SendAsync(new Probe("POST", "/login/oauth/grant") { Body = form.ToString(), ContentType = "application/x-www-form-urlencoded" }, cancellation);
        if (granted.Location is not { } back) return null;
        var done = await configstore.SendAsync(new Probe("GET", new Uri(back).PathAndQuery), new Identity("browser", Right.Public) { Headers = [("Cookie", pending)] }, cancellation);
        return CookieOf(done);
    }

    /// <summary>The cookie that is set; those that are forgotten are empty.</summary>
    private static string? CookieOf(Answer answer) =>
        answer.Cookies.Select(cookie => cookie.Split(';')[0]).FirstOrDefault(cookie => !cookie.EndsWith('='));
}
