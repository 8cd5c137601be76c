using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Testing.ControlPlane;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>What a human would see and do with kubectl in one namespace, over plain HTTP.</summary>
internal sealed class ClusterView(KubernetesApiServer server, string @namespace) : IDisposable
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["ConfigMap"] = "api/v1",
        ["Secret"] = "api/v1",
        ["Service"] = "api/v1",
        ["ServiceAccount"] = "api/v1",
        ["Pod"] = "api/v1",
        ["ResourceQuota"] = "api/v1",
        ["Deployment"] = "apis/apps/v1",
        ["Ingress"] = "apis/networking.k8s.io/v1",
        ["NetworkPolicy"] = "apis/networking.k8s.io/v1",
        ["Role"] = "apis/rbac.authorization.k8s.io/v1",
        ["RoleBinding"] = "apis/rbac.authorization.k8s.io/v1",
        ["Lease"] = "apis/coordination.k8s.io/v1",
    };

    private readonly HttpClient _http = server.CreateClient();

    public string Namespace => @namespace;

    public static readonly string[] Kinds = ["ConfigMap", "Secret", "Service", "Deployment", "Ingress"];

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string kind, string selector = "")
    {
        var answer = await _http.GetStringAsync($"{Collection(kind)}?labelSelector={Uri.EscapeDataString(selector)}");
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("items").EnumerateArray()];
    }

    public async Task<IReadOnlyList<string>> NamesAsync(string kind, string producer) =>
        [.. (await ListAsync(kind, $"producer={producer}")).Select(Name).Order(StringComparer.Ordinal)];

    /// <summary>Kind and name of everything that was made for a producer.</summary>
    public async Task<IReadOnlyList<string>> AllOfAsync(string producer)
    {
        var all = new List<string>();
        foreach (var kind in Kinds) all.AddRange((await NamesAsync(kind, producer)).Select(name => $"{kind}/{name}"));
        return all;
    }

    /// <summary>Kind, name, uid and resourceVersion of everything that was made for a producer: equal when nothing was written.</summary>
    public async Task<IReadOnlyList<string>> VersionsOfAsync(string producer)
    {
        var all = new List<string>();
        foreach (var kind in Kinds)
        {
            all.AddRange((await ListAsync(kind, $"producer={producer}")).Select(item =>
                $"{kind}/{Name(item)} {item.GetProperty("metadata").GetProperty("uid")} {item.GetProperty("metadata").GetProperty("resourceVersion")}"));
        }
        return all;
    }

    public async Task<JsonElement?> FindAsync(string kind, string name)
    {
        using var answer = await _http.GetAsync($"{Collection(kind)}/{name}");
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<JsonElement> GetAsync(string kind, string name) =>
        await FindAsync(kind, name) ?? throw new InvalidOperationException($"There is no {kind} {name}.");

    /// <summary>Makes the namespace itself, unless it is there.</summary>
    public async Task CreateNamespaceAsync()
    {
        using var answer = await _http.PostAsync("api/v1/namespaces", Json($$$"""{"metadata":{"name":"{{{@namespace}}}"}}""", "application/json"));
        if (answer.StatusCode != HttpStatusCode.Conflict) await CheckAsync(answer);
    }

    public async Task CreateAsync(string kind, JsonObject manifest, string manager = "kubectl-create")
    {
        manifest["apiVersion"] = Paths[kind][(Paths[kind].IndexOf('/', StringComparison.Ordinal) + 1)..];
        manifest["kind"] = kind;
        using var answer = await _http.PostAsync($"{Collection(kind)}?fieldManager={manager}", Json(manifest.ToJsonString(), "application/json"));
        await CheckAsync(answer);
    }

    public async Task MergeAsync(string kind, string name, string patch, string manager = "kubectl-edit", string subresource = "")
    {
        using var answer = await _http.PatchAsync($"{Collection(kind)}/{name}{subresource}?fieldManager={manager}", Json(patch, "application/merge-patch+json"));
        await CheckAsync(answer);
    }

    public async Task DeleteAsync(string kind, string name)
    {
        using var answer = await _http.DeleteAsync($"{Collection(kind)}/{name}");
        await CheckAsync(answer);
    }

    /// <summary>Says of a Deployment what its controller would once all pods are available.</summary>
    public async Task RollOutAsync(string name)
    {
        var live = await GetAsync("Deployment", name);
        var generation = live.GetProperty("metadata").GetProperty("generation").GetInt64();
        var replicas = live.GetProperty("spec").GetProperty("replicas").GetInt32();
        await MergeAsync("Deployment", name, $$$"""
            {"status":{"observedGeneration":{{{generation}}},"replicas":{{{replicas}}},"updatedReplicas":{{{replicas}}},"readyReplicas":{{{replicas}}},"availableReplicas":{{{replicas}}}}}
            """, "kube-controller-manager", "/status");
    }

    public void Dispose() => _http.Dispose();

    public static string Name(JsonElement live) => live.GetProperty("metadata").GetProperty("name").GetString()!;

    private string Collection(string kind) => $"{Paths[kind]}/namespaces/{@namespace}/{Plural(kind)}";

    private static string Plural(string kind) => kind switch
    {
        "Ingress" => "ingresses",
        "NetworkPolicy" => "networkpolicies",
        _ => kind.ToLowerInvariant() + "s",
    };

    private static StringContent Json(string text, string mediaType) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static async Task CheckAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
