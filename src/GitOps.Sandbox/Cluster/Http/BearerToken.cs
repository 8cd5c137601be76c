using System.Security.Cryptography;
using System.Text;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>The one credential of a sandbox cluster, compared in constant time.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <param name="token">Null when the cluster asks for none.</param>
    public static bool Allows(HttpRequest request, string? token)
    {
        if (token is null)
            return true;
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
