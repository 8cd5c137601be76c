using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Tests.Support;

/// <summary>Certificates that the harness has no need of.</summary>
public static class TestCertificates
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    public static X509Certificate2 ForServer(X509Certificate2 authority, string dnsName)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        return Create(authority, $"CN={dnsName}", ServerUsage, names.Build());
    }

    /// <param name="user">The common name, which the API server takes for the user.</param>
    /// <param name="group">The organisation, which the API server takes for a group.</param>
    public static X509Certificate2 ForClient(X509Certificate2 authority, string user, string group) =>
        Create(authority, $"CN={user}, O={group}", ClientUsage, null);

    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Create(X509Certificate2 authority, string subject, string usage, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names is not null) request.CertificateExtensions.Add(names);
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}
