namespace GitOps.Configstore.Access.Login;

/// <summary>
/// The two cookies: out of reach of scripts, not sent along by other sites' forms, over TLS alone where <c>PUBLIC_URL</c> is https. There
/// they are called <c>__Host-…</c>, which keeps hosts of the same domain, such as tenants' gateways, from setting them for us.
/// </summary>
public sealed class LoginCookies(Sealing sealing, ConfigstoreSettings settings)
{
    /// <summary>Browsers drop a cookie that is longer.</summary>
    private const int MaxLength = 4000;

    private readonly bool _isSecure = settings.PublicUrl.Scheme == Uri.UriSchemeHttps;

    public string SessionName => Name("session");

    public string PendingName => Name("login");

    public Session? ReadSession(HttpRequest request) => sealing.Open(SessionName, request.Cookies[SessionName], LoginJson.Default.Session);

    public PendingLogin? ReadPending(HttpRequest request) => sealing.Open(PendingName, request.Cookies[PendingName], LoginJson.Default.PendingLogin);

    /// <returns>False when the tokens are too long for a cookie.</returns>
    public bool TryWrite(HttpResponse response, Session session)
    {
        var text = sealing.Seal(SessionName, session, LoginJson.Default.Session);
        if (text.Length > MaxLength) return false;
        response.Cookies.Append(SessionName, text, Options());
        return true;
    }

    public void Write(HttpResponse response, PendingLogin pending) =>
        response.Cookies.Append(PendingName, sealing.Seal(PendingName, pending, LoginJson.Default.PendingLogin), Options());

    public void Forget(HttpResponse response, string name) => response.Cookies.Delete(name, Options());

    private string Name(string what) => _isSecure ? $"__Host-gitops-{what}" : $"gitops-{what}";

    private CookieOptions Options() => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = _isSecure, Path = "/", IsEssential = true };
}
