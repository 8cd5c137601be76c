using System.Text.Json.Nodes;

namespace GitOps.Kubernetes.Configuration;

/// <summary>What a credential plugin with <c>provideClusterInfo</c> is told about the cluster.</summary>
public sealed record ExecCluster
{
    public required string Server { get; init; }

    public string? TlsServerName { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>PEM.</summary>
    public ReadOnlyMemory<byte> CertificateAuthorityData { get; init; }

    public string? ProxyUrl { get; init; }

    /// <summary>The cluster's extension <c>client.authentication.k8s.io/exec</c>.</summary>
    public JsonNode? Config { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["server"] = Server };
        if (TlsServerName is { Length: > 0 }) json["tls-server-name"] = TlsServerName;
        if (InsecureSkipTlsVerify) json["insecure-skip-tls-verify"] = true;
        if (CertificateAuthorityData.Length > 0) json["certificate-authority-data"] = Convert.ToBase64String(CertificateAuthorityData.Span);
        if (ProxyUrl is { Length: > 0 }) json["proxy-url"] = ProxyUrl;
        if (Config is not null) json["config"] = Config.DeepClone();
        return json;
    }
}
