namespace GitOps.Configstore.Access.Login;

/// <summary>
/// Whether a browser's own page asks. A cookie is sent along whoever makes the browser ask, and <c>SameSite</c> takes all hosts of a
/// domain for one site; so what changes something must come from pages of <c>PUBLIC_URL</c>, as the browser itself says.
/// </summary>
internal static class SameOrigin
{
    public static bool Is(HttpRequest request, Uri publicUrl)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin") return false;
        var origin = request.Headers.Origin.ToString();
        // Who says neither is no browser of today, and can send a token instead.
        return origin.Length > 0 ? origin == publicUrl.GetLeftPart(UriPartial.Authority) : site.Length > 0;
    }
}
