using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOps.Testing.ControlPlane;

/// <summary>The keys of one control plane: an authority, a loopback server certificate, and the service account key.</summary>
internal sealed class ControlPlaneKeys
{
    private ControlPlaneKeys(TemporaryDirectory folder, X509Certificate2 authority)
    {
        Authority = authority;
        AuthorityFile = folder["ca.crt"];
        ServerCertificateFile = folder["server.crt"];
        ServerKeyFile = folder["server.key"];
        ServiceAccountPublicKeyFile = folder["service-account.pub"];
        ServiceAccountKeyFile = folder["service-account.key"];
    }

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Authority { get; }

    public string AuthorityFile { get; }

    public string ServerCertificateFile { get; }

    public string ServerKeyFile { get; }

    public string ServiceAccountPublicKeyFile { get; }

    public string ServiceAccountKeyFile { get; }

    public static ControlPlaneKeys Create(TemporaryDirectory folder)
    {
        using var authority = LoopbackCertificates.CreateAuthority("gitops-test-authority");
        using var server = LoopbackCertificates.CreateServer(authority);
        using var serverKey = server.GetECDsaPrivateKey()!;
        using var serviceAccounts = RSA.Create(2048);

        var keys = new ControlPlaneKeys(folder, X509CertificateLoader.LoadCertificate(authority.RawData));
        File.WriteAllText(keys.AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(keys.ServerCertificateFile, server.ExportCertificatePem());
        File.WriteAllText(keys.ServerKeyFile, serverKey.ExportECPrivateKeyPem());
        File.WriteAllText(keys.ServiceAccountPublicKeyFile, serviceAccounts.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(keys.ServiceAccountKeyFile, serviceAccounts.ExportRSAPrivateKeyPem());
        return keys;
    }
}
