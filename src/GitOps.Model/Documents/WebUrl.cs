namespace GitOps.Model.Documents;

/// <summary>What a gateway takes for a URL.</summary>
internal static class WebUrl
{
    /// <summary>Absolute, http or https, and written with escapes where RFC 3986 wants them.</summary>
    public static bool IsValid(string text) =>
        Uri.IsWellFormedUriString(text, UriKind.Absolute)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
