using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Configuration;

/// <summary>Client certificates from PEM.</summary>
internal static class PemCertificate
{
    public static X509Certificate2 Load(string certificate, string key)
    {
        var loaded = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows()) return loaded;
        // Windows takes no key for TLS that lives in memory alone.
        using (loaded) return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
    }
}
