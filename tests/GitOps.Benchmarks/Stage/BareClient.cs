using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Manifests;
using GitOps.Testing.ControlPlane;

namespace GitOps.Benchmarks.Stage;

/// <summary>
/// The floor: an HttpClient that sends ready-made bytes to the API server and reads nothing but the status. What the
/// product takes beyond this is its own.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private static readonly MediaTypeHeaderValue ApplyPatch = new("application/apply-patch+yaml");
    private readonly HttpClient _http;

    public BareClient(KubernetesApiServer cluster)
    {
        _http = cluster.CreateClient();
        _http.DefaultRequestVersion = HttpVersion.Version20;
        _http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
    }

    /// <summary>The bytes and the path of one server-side apply.</summary>
    public static (string Path, byte[] Body) Prepare(Manifest manifest)
    {
        var (group, plural) = manifest.Key.Kind switch
        {
            "Deployment" => ("apis/apps/v1", "deployments"),
            "Ingress" => ("apis/networking.k8s.io/v1", "ingresses"),
            "NetworkPolicy" => ("apis/networking.k8s.io/v1", "networkpolicies"),
            "Service" => ("api/v1", "services"),
            "ConfigMap" => ("api/v1", "configmaps"),
            "Secret" => ("api/v1", "secrets"),
            var kind => throw new InvalidOperationException($"The benchmark knows no path for kind {kind}."),
        };
        return (
            $"{group}/namespaces/{manifest.Key.Namespace}/{plural}/{manifest.Key.Name}?fieldManager=floor&force=true",
            JsonSerializer.SerializeToUtf8Bytes(manifest.Body));
    }

    public async Task ApplyAsync((string Path, byte[] Body) prepared, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, prepared.Path)
        {
            Content = new ByteArrayContent(prepared.Body) { Headers = { ContentType = ApplyPatch } },
        };
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"Applying {prepared.Path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    public async Task CreateNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(
            "api/v1/namespaces",
            new StringContent($$$"""{"metadata":{"name":"{{{name}}}"}}""", new MediaTypeHeaderValue("application/json")),
            cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Conflict) answer.EnsureSuccessStatusCode();
    }

    /// <summary>How many objects there are, asked without reading them.</summary>
    public async Task<long> CountAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync($"{path}?limit=1", cancellationToken);
        answer.EnsureSuccessStatusCode();
        var list = (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken))!;
        return list["items"]!.AsArray().Count + ((long?)list["metadata"]!["remainingItemCount"] ?? 0);
    }

    /// <summary>The lines of a watch, from now on.</summary>
    public async Task<StreamReader> WatchAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync($"{path}?watch=1", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
