using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GitOps.Kubernetes.Authentication;
using GitOps.Kubernetes.Transport;

namespace GitOps.Kubernetes.Configuration;

/// <summary>
/// Where an API server is, how to know that it is the right one, and how to prove who asks. Never printed whole: it holds secrets.
/// </summary>
public sealed class KubernetesClientConfiguration
{
    /// <summary>The server's address, with a path where it is served under one.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace of the context or of the pod; <c>default</c> where none is said.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The authorities that may sign the server's certificate; null for those of the machine.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>The name that the server's certificate must be for, where it is not the address's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Accepts every server certificate. Only for tests: whoever is on the way can read and change everything.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>An HTTP proxy (<c>http</c>, <c>https</c> or <c>socks5</c>); null for what HTTPS_PROXY and NO_PROXY say.</summary>
    public Uri? ProxyUrl { get; init; }

    /// <summary>A client certificate with its key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { internal get; init; }

    /// <summary>A file with a bearer token, read again as it changes; goes before <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>For basic authentication, which servers since 1.19 do not offer but proxies in front may.</summary>
    public string? UserName { get; init; }

    /// <summary>For basic authentication.</summary>
    public string? Password { internal get; init; }

    /// <summary>A program that gives credentials.</summary>
    public ExecPlugin? Exec { get; init; }

    /// <summary>Act as somebody else, where the credentials allow it.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>A request without a whole answer by then has failed; does not limit watches and logs. Default 60 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How requests are repeated.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Names the program in the API server's audit log.</summary>
    public string UserAgent { get; init; } = $"{AppDomain.CurrentDomain.FriendlyName}/{typeof(KubernetesClientConfiguration).Assembly.GetName().Version?.ToString(3)}";

    internal IReadOnlyList<KeyValuePair<string, string>> ImpersonationHeaders => field ??= [.. Impersonation?.Headers() ?? []];

    /// <summary>
    /// What kubectl would use: the files that KUBECONFIG names; else, in a pod, the pod's service account; else <c>~/.kube/config</c>.
    /// </summary>
    /// <exception cref="KubeconfigException">There is none of these, or it does not make sense; the message says where.</exception>
    public static KubernetesClientConfiguration Load(string? context = null)
    {
        if (Environment.GetEnvironmentVariable(KubeconfigLoader.Variable) is { Length: > 0 }) return FromKubeconfig(null, context);
        return InClusterConfiguration.IsAvailable ? InCluster() : FromKubeconfig(null, context);
    }

    /// <summary>Reads a kubeconfig file, or those that KUBECONFIG names, or <c>~/.kube/config</c>.</summary>
    /// <param name="path">The file; null for the usual places.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="KubeconfigException">A file is missing or does not make sense; the message says which and where.</exception>
    public static KubernetesClientConfiguration FromKubeconfig(string? path = null, string? context = null) =>
        KubeconfigLoader.Load(path, Environment.GetEnvironmentVariable).Resolve(context);

    /// <summary>The service account of the pod that this runs in.</summary>
    /// <exception cref="KubeconfigException">This is no pod, or it has no service account token.</exception>
    public static KubernetesClientConfiguration InCluster() => InClusterConfiguration.Load();

    /// <summary>The server's address, without a user that it might name; never a secret.</summary>
    public override string ToString() => $"{Server.Scheme}://{Server.Authority}{Server.AbsolutePath}";

    internal ICredentialSource CreateCredentialSource(TimeProvider time)
    {
        if (TokenFile is not null) return new TokenFile(TokenFile, ClientCertificate, time);
        if (Token is { Length: > 0 }) return new FixedCredential(Credential.Bearer(Token, ClientCertificate));
        if (Exec is not null) return new ExecCredentialSource(Exec, ClientCertificate, time);
        if (UserName is { Length: > 0 })
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));
            return new FixedCredential(new Credential(new AuthenticationHeaderValue("Basic", basic), ClientCertificate));
        }
        return new FixedCredential(ClientCertificate is null ? Credential.Anonymous : new Credential(null, ClientCertificate));
    }
}
