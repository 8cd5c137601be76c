using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>What an operator would see and do with kubectl in the world's namespace.</summary>
public sealed class ClusterReader(HttpClient api, string @namespace)
{
    /// <summary>The same cluster, in another namespace.</summary>
    public ClusterReader In(string other) => new(api, other);

    /// <summary>The kinds that are made for a producer's environments.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["ConfigMap", "Deployment", "Ingress", "Secret", "Service"];

    private static readonly Dictionary<string, string> Collections = new()
    {
        ["ConfigMap"] = "api/v1/namespaces/{0}/configmaps",
        ["Deployment"] = "apis/apps/v1/namespaces/{0}/deployments",
        ["Event"] = "api/v1/namespaces/{0}/events",
        ["Ingress"] = "apis/networking.k8s.io/v1/namespaces/{0}/ingresses",
        ["LimitRange"] = "api/v1/namespaces/{0}/limitranges",
        ["Namespace"] = "api/v1/namespaces",
        ["NetworkPolicy"] = "apis/networking.k8s.io/v1/namespaces/{0}/networkpolicies",
        ["ReplicaSet"] = "apis/apps/v1/namespaces/{0}/replicasets",
        ["ResourceQuota"] = "api/v1/namespaces/{0}/resourcequotas",
        ["ServiceAccount"] = "api/v1/namespaces/{0}/serviceaccounts",
        ["Lease"] = "apis/coordination.k8s.io/v1/namespaces/{0}/leases",
        ["Pod"] = "api/v1/namespaces/{0}/pods",
        ["Secret"] = "api/v1/namespaces/{0}/secrets",
        ["Service"] = "api/v1/namespaces/{0}/services",
    };

    /// <summary>Objects of a kind; all of them, or a producer's.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string kind, string? producer = null)
    {
        var query = producer is null ? "" : $"?labelSelector=producer%3D{producer}";
        var list = JsonNode.Parse(await api.GetStringAsync(Collection(kind) + query))!;
        return [.. list["items"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Everything made for a producer, as <c>Kind/name</c>, sorted.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string producer)
    {
        var names = new List<string>();
        foreach (var kind in Kinds) names.AddRange((await ListAsync(kind, producer)).Select(item => $"{kind}/{Name(item)}"));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>
    /// What tells whether anybody wrote to a producer's objects: uid and generation (or resource version where there is no
    /// generation) by <c>Kind/name</c>. The cluster's own status updates do not show.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> VersionsAsync(string producer)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            foreach (var item in await ListAsync(kind, producer))
            {
                var metadata = item["metadata"]!;
                versions[$"{kind}/{Name(item)}"] = $"{metadata["uid"]} {metadata["generation"] ?? metadata["resourceVersion"]}";
            }
        }
        return versions;
    }

    /// <summary>Names of a producer's pods that are ready.</summary>
    public async Task<IReadOnlyList<string>> ReadyPodsAsync(string producer) =>
        [.. (await ListAsync("Pod", producer)).Where(IsReady).Select(Name).Order(StringComparer.Ordinal)];

    public async Task<JsonNode?> FindAsync(string kind, string name)
    {
        using var answer = await api.GetAsync($"{Collection(kind)}/{name}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> GetAsync(string kind, string name) =>
        await FindAsync(kind, name) ?? throw new InvalidOperationException($"There is no {kind} {name} in {@namespace}.");

    public async Task CreateAsync(string kind, string manifest)
    {
        using var answer = await api.PostAsync($"{Collection(kind)}?fieldManager=kubectl-create", Json(manifest, "application/json"));
        await CheckAsync(answer);
    }

    /// <summary>Changes an object by hand (a JSON merge patch).</summary>
    public async Task EditAsync(string kind, string name, string patch)
    {
        using var answer = await api.PatchAsync($"{Collection(kind)}/{name}?fieldManager=kubectl-edit", Json(patch, "application/merge-patch+json"));
        await CheckAsync(answer);
    }

    /// <summary>Changes an object by single operations (RFC 6902).</summary>
    public async Task PatchAsync(string kind, string name, string operations)
    {
        using var answer = await api.PatchAsync($"{Collection(kind)}/{name}?fieldManager=kubectl-edit", Json(operations, "application/json-patch+json"));
        await CheckAsync(answer);
    }

    /// <summary>Whether a ready pod has all labels that a Service selects, and the Service selects the same before and after that look.</summary>
    public async Task<bool> IsServedAsync(string service)
    {
        while (true)
        {
            var selector = (await FindAsync("Service", service))?["spec"]!["selector"]!.AsObject();
            if (selector is null) return false;
            var pods = (await ListAsync("Pod")).Where(IsReady).Any(pod => selector.All(label => (string?)pod["metadata"]!["labels"]?[label.Key] == (string?)label.Value));
            if (pods) return true;
            if (JsonNode.DeepEquals(selector, (await FindAsync("Service", service))?["spec"]!["selector"])) return false;
        }
    }

    /// <summary>Writes an object as somebody who calls himself <paramref name="manager"/> does (server-side apply).</summary>
    public async Task ApplyAsync(string kind, string name, string manifest, string manager)
    {
        using var answer = await api.PatchAsync($"{Collection(kind)}/{name}?fieldManager={manager}", Json(manifest, "application/apply-patch+yaml"));
        await CheckAsync(answer);
    }

    public async Task DeleteAsync(string kind, string name, string query = "")
    {
        using var answer = await api.DeleteAsync($"{Collection(kind)}/{name}{query}");
        await CheckAsync(answer);
    }

    public static string Name(JsonNode item) => (string)item["metadata"]!["name"]!;

    private static bool IsReady(JsonNode pod) =>
        pod["metadata"]!["deletionTimestamp"] is null
        && pod["status"]?["conditions"]?.AsArray().Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") is true;

    private string Collection(string kind) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Collections[kind], @namespace);

    private static StringContent Json(string text, string mediaType) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));

    private static async Task CheckAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
