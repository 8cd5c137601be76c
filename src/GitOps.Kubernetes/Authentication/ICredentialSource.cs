using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Authentication;

/// <summary>Knows the present credential and where its successor comes from.</summary>
internal interface ICredentialSource
{
    /// <summary>The certificate for a TLS handshake that is about to happen; null for none.</summary>
    X509Certificate2? CurrentCertificate { get; }

    /// <summary>The present credential; completes at once unless it has to be fetched.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellation);

    /// <summary>The server refused this one: forget it. False when there is no hope of another.</summary>
    bool Renew(Credential refused);
}
