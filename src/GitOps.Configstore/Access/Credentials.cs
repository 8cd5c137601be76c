using System.Text;

namespace GitOps.Configstore.Access;

/// <summary>The token of a request: <c>Authorization: Bearer …</c>, Gitea's <c>token …</c>, or the password of <c>Basic</c>, as git sends it.</summary>
internal static class Credentials
{
    private const int MaxLength = 4096;

    /// <summary>Null when the request has none that can be read.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: > 0 and <= MaxLength } header]) return null;
        var blank = header.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0) return null;
        var (scheme, parameter) = (header[..blank], header[(blank + 1)..].Trim());
        var token = scheme.ToLowerInvariant() switch
        {
            "bearer" or "token" => parameter,
            "basic" => PasswordOf(parameter),
            _ => null,
        };
        // Anything else could not be sent on to Gitea as a header.
        return token is { Length: > 0 } && token.All(character => character is > ' ' and <= '~') ? token : null;
    }

    private static string? PasswordOf(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
