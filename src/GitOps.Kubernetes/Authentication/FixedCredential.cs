using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Authentication;

/// <summary>A credential that never changes.</summary>
internal sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public X509Certificate2? CurrentCertificate => credential.Certificate;

    public ValueTask<Credential> GetAsync(CancellationToken cancellation) => ValueTask.FromResult(credential);

    public bool Renew(Credential refused) => false;
}
