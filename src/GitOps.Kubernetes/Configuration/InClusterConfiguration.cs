using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Configuration;

/// <summary>
/// What a pod knows of its own cluster. Source: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
/// </summary>
internal static class InClusterConfiguration
{
    public const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static bool IsAvailable =>
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 } && File.Exists(Path.Combine(ServiceAccountFolder, "token"));

    public static KubernetesClientConfiguration Load() => Load(Environment.GetEnvironmentVariable, ServiceAccountFolder);

    public static KubernetesClientConfiguration Load(Func<string, string?> environment, string folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new KubeconfigException("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no pod. Set KUBECONFIG to a kubeconfig file.");
        }
        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
        {
            throw new KubeconfigException($"There is no service account token at {token}. Let the pod mount one (automountServiceAccountToken), or set KUBECONFIG.");
        }

        var authorities = new X509Certificate2Collection();
        var ca = Path.Combine(folder, "ca.crt");
        try
        {
            authorities.ImportFromPemFile(ca);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubeconfigException($"Could not read the cluster's authority from {ca}: {error.Message}", error);
        }
        var @namespace = Path.Combine(folder, "namespace");
        return new KubernetesClientConfiguration
        {
            Server = new UriBuilder(Uri.UriSchemeHttps, host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)).Uri,
            CertificateAuthorities = authorities,
            TokenFile = token,
            Namespace = File.Exists(@namespace) ? File.ReadAllText(@namespace).Trim() : "default",
        };
    }
}
