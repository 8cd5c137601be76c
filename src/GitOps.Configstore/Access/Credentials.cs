using System.Text;

namespace GitOps.Configstore.Access;

/// <summary>The token of a request: <c>Authorization: Bearer …</c>, Gitea's <c>token …</c>, or the password of <c>Basic</c>, as git sends it.</summary>
internal static class Credentials
{
    private const int MaxLength = 4096;

    /// <summary>Null when the request has none that can be read.</summary>
    public static string? TokenOf(HttpRequest request) => Read(request) is (_, { Length: > 0 } token)
        // Anything else could not be sent on to Gitea as a header.
        && token.All(character => character is > ' ' and <= '~') ? token : null;

    /// <summary>The name beside a <c>Basic</c> password; null when there is none.</summary>
    public static string? NameOf(HttpRequest request) => Read(request)?.Name;

    private static (string? Name, string? Token)? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: > 0 and <= MaxLength } header]) return null;
        var blank = header.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0) return null;
        var (scheme, parameter) = (header[..blank], header[(blank + 1)..].Trim());
        return scheme.ToLowerInvariant() switch
        {
            "bearer" or "token" => (null, parameter),
            "basic" => ReadPair(parameter),
            _ => null,
        };
    }

    private static (string? Name, string? Token)? ReadPair(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (pair[..colon], pair[(colon + 1)..]);
    }
}
