using System.Net;
using System.Web;

namespace GitOps.Configstore.Tests.World;

/// <summary>A browser as far as signing in needs one: keeps cookies, follows no redirect by itself, and says where a form comes from.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser() => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false });

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> GetAsync(Uri url) => _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);

    /// <param name="origin">Page that sends it, as the browser says; null says nothing.</param>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, HttpContent? content = null, string? origin = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url) { Content = content };
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Goes to the login and signs in on Gitea's page; the URL that Gitea sends back to.</summary>
    public async Task<Uri> SignInAtGiteaAsync(Uri configstore, string user, string password, string returnTo = "", bool consent = true)
    {
        using var begun = await GetAsync(new Uri(configstore, $"/login{(returnTo.Length == 0 ? "" : $"?return_to={Uri.EscapeDataString(returnTo)}")}"));
        Assert.That(begun.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await begun.Content.ReadAsStringAsync());
        var authorize = begun.Headers.Location!;
        using var page = await GetAsync(authorize);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK), await page.Content.ReadAsStringAsync());
        var asked = HttpUtility.ParseQueryString(authorize.Query);
        var form = asked.AllKeys.Select(name => KeyValuePair.Create(name!, asked[name]!))
            .Append(KeyValuePair.Create("user_name", user))
            .Append(KeyValuePair.Create("password", password))
            .Append(KeyValuePair.Create("granted", consent ? "true" : "false"));
        using var granted = await SendAsync(HttpMethod.Post, new Uri(authorize, "/login/oauth/grant"), new FormUrlEncodedContent(form));
        Assert.That(granted.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await granted.Content.ReadAsStringAsync());
        return granted.Headers.Location!;
    }

    /// <summary>Signs in; where the configstore sends it then.</summary>
    public async Task<Uri> SignInAsync(Uri configstore, string user, string password, string returnTo = "")
    {
        using var done = await GetAsync(await SignInAtGiteaAsync(configstore, user, password, returnTo));
        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await done.Content.ReadAsStringAsync());
        return done.Headers.Location!;
    }

    public void Dispose() => _http.Dispose();
}
