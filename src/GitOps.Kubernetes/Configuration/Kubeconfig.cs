using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace GitOps.Kubernetes.Configuration;

/// <summary>Several kubeconfig files as one: of two entries with one name, or two current contexts, the earlier file's counts.</summary>
internal sealed class Kubeconfig
{
    private const string ExecExtension = "client.authentication.k8s.io/exec";

    private readonly IReadOnlyList<KubeconfigFile> _files;

    private Kubeconfig(IReadOnlyList<KubeconfigFile> files) => _files = files;

    public static Kubeconfig Merge(IReadOnlyList<KubeconfigFile> files) => new(files);

    /// <param name="contextName">Null for the current context.</param>
    public KubernetesClientConfiguration Resolve(string? contextName)
    {
        contextName ??= _files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null)
            ?? throw new KubeconfigException($"The kubeconfig has no current-context. Name one of: {Names(file => file.Contexts)}.");
        var context = Find(file => file.Contexts, "context", contextName);
        var clusterName = context.Value.Text("cluster") ?? throw new KubeconfigException($"The context {contextName} in {context.File} names no cluster.");
        var cluster = Find(file => file.Clusters, "cluster", clusterName);
        var user = context.Value.Text("user") is { } userName ? Find(file => file.Users, "user", userName) : new KubeconfigEntry("", new YamlMappingNode(), context.File);
        return Build(context, cluster, user);
    }

    private static KubernetesClientConfiguration Build(KubeconfigEntry context, KubeconfigEntry cluster, KubeconfigEntry user)
    {
        if (user.Value.Mapping("auth-provider") is { } provider)
        {
            throw new KubeconfigException($"The user {user.Name} in {user.File} uses the auth-provider {provider.Text("name")}, which Kubernetes removed in 1.26. Use the provider's exec plugin.");
        }
        var server = cluster.Value.Text("server");
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new KubeconfigException($"The server of cluster {cluster.Name} in {cluster.File} is no http or https address.");
        }
        var authorities = cluster.Bytes("certificate-authority-data", "certificate-authority");
        var tokenFile = user.Value.Text("tokenFile");
        return new KubernetesClientConfiguration
        {
            Server = address,
            Namespace = context.Value.Text("namespace") ?? "default",
            CertificateAuthorities = authorities is null ? null : Authorities(cluster, authorities),
            TlsServerName = cluster.Value.Text("tls-server-name"),
            SkipTlsVerify = cluster.Value.Flag("insecure-skip-tls-verify"),
            ProxyUrl = cluster.Value.Text("proxy-url") is { } proxy ? Proxy(cluster, proxy) : null,
            ClientCertificate = ClientCertificate(user),
            Token = user.Value.Text("token"),
            TokenFile = tokenFile is null ? null : user.PathOf(tokenFile),
            UserName = user.Value.Text("username"),
            Password = user.Value.Text("password"),
            Exec = user.Value.Mapping("exec") is { } exec ? Exec(user, exec, cluster, authorities) : null,
            Impersonation = Impersonated(user.Value),
        };
    }

    private static Uri Proxy(KubeconfigEntry cluster, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new KubeconfigException($"proxy-url of cluster {cluster.Name} in {cluster.File} is no http, https or socks5 address.");

    private static X509Certificate2Collection Authorities(KubeconfigEntry cluster, byte[] pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.ASCII.GetString(pem));
        }
        catch (CryptographicException error)
        {
            throw new KubeconfigException($"The certificate authority of cluster {cluster.Name} in {cluster.File} is no PEM certificate: {error.Message}", error);
        }
        return authorities.Count > 0
            ? authorities
            : throw new KubeconfigException($"The certificate authority of cluster {cluster.Name} in {cluster.File} holds no PEM certificate.");
    }

    private static X509Certificate2? ClientCertificate(KubeconfigEntry user)
    {
        var certificate = user.Bytes("client-certificate-data", "client-certificate");
        var key = user.Bytes("client-key-data", "client-key");
        if (certificate is null && key is null) return null;
        if (certificate is null || key is null)
        {
            throw new KubeconfigException($"The user {user.Name} in {user.File} has {(key is null ? "a client certificate without its key" : "a client key without its certificate")}.");
        }
        try
        {
            return PemCertificate.Load(Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException($"The client certificate and key of user {user.Name} in {user.File} are no matching PEM pair: {error.Message}", error);
        }
    }

    private static ExecPlugin Exec(KubeconfigEntry user, YamlMappingNode exec, KubeconfigEntry cluster, byte[]? authorities)
    {
        var command = exec.Text("command") ?? throw new KubeconfigException($"The exec plugin of user {user.Name} in {user.File} has no command.");
        var version = exec.Text("apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw new KubeconfigException($"The exec plugin of user {user.Name} in {user.File} has the apiVersion {version ?? "(none)"}; known are client.authentication.k8s.io/v1 and v1beta1.");
        }
        if (exec.Text("interactiveMode") == "Always")
        {
            throw new KubeconfigException($"The exec plugin of user {user.Name} in {user.File} wants a terminal (interactiveMode: Always), and there is none. Use one that needs none.");
        }
        return new ExecPlugin
        {
            // A name alone is looked up in PATH; a relative path starts from the kubeconfig's folder.
            Command = command.Contains('/') || command.Contains(Path.DirectorySeparatorChar) ? user.PathOf(command) : command,
            Arguments = [.. exec.Texts("args")],
            Environment = [.. exec.Items("env").OfType<YamlMappingNode>().Select(item => KeyValuePair.Create(item.Text("name") ?? "", item.Text("value") ?? ""))],
            ApiVersion = version,
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? ExecClusterOf(cluster, authorities) : null,
        };
    }

    private static ExecCluster ExecClusterOf(KubeconfigEntry cluster, byte[]? authorities) => new()
    {
        Server = cluster.Value.Text("server")!,
        TlsServerName = cluster.Value.Text("tls-server-name"),
        InsecureSkipTlsVerify = cluster.Value.Flag("insecure-skip-tls-verify"),
        CertificateAuthorityData = authorities,
        ProxyUrl = cluster.Value.Text("proxy-url"),
        Config = cluster.Value.Items("extensions").OfType<YamlMappingNode>()
            .FirstOrDefault(extension => extension.Text("name") == ExecExtension)?.Mapping("extension")?.ToJson(),
    };

    private static Impersonation? Impersonated(YamlMappingNode user) => user.Text("as") is not { } name ? null : new Impersonation(name)
    {
        Uid = user.Text("as-uid"),
        Groups = [.. user.Texts("as-groups")],
        Extra = [.. user.Mapping("as-user-extra").Names().SelectMany(extra => user.Mapping("as-user-extra").Texts(extra).Select(value => KeyValuePair.Create(extra, value)))],
    };

    private KubeconfigEntry Find(Func<KubeconfigFile, IReadOnlyList<KubeconfigEntry>> list, string what, string name) =>
        _files.SelectMany(list).FirstOrDefault(entry => entry.Name == name)
            ?? throw new KubeconfigException($"The kubeconfig has no {what} {name}. It has: {Names(list)}.");

    private string Names(Func<KubeconfigFile, IReadOnlyList<KubeconfigEntry>> list) =>
        _files.SelectMany(list).Select(entry => entry.Name).Distinct().ToArray() is { Length: > 0 } names ? string.Join(", ", names) : "(none)";
}
