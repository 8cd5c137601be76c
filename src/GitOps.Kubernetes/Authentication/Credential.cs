using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Authentication;

/// <summary>What proves who asks; compared by reference to tell an old one from its successor.</summary>
internal sealed class Credential(AuthenticationHeaderValue? authorization, X509Certificate2? certificate = null)
{
    public static Credential Anonymous { get; } = new(null);

    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    public X509Certificate2? Certificate { get; } = certificate;

    public static Credential Bearer(string token, X509Certificate2? certificate = null) => new(new AuthenticationHeaderValue("Bearer", token), certificate);
}
