using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Workspace pods register keys of their own, as their init container does from what the pod says, with the configstore's door closed.</summary>
public sealed class PodKeyTests
{
    private const string TokenKey = "key-of-the-pods-tokens-in-this-test";
    private const string Service = "service-token-of-the-actualizer";
    private const string Operations = "operations-token-of-the-actualizer";

    private EndToEndWorld _world = null!;
    private int _keys;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await EndToEndWorld.PrepareAsync(ClusterKind.Real);
        await _world.Configstore.StartAsync(
            ("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"), ("POD_TOKEN_KEY", TokenKey), ("POD_KEY_CHECK", "0.2"),
            ("ACTUALIZER_URL", _world.Actualizer.Url.ToString()), ("ACTUALIZER_TOKEN", Operations));
        _world.Configstore.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Service);
        await _world.Actualizer.StartAsync(
            ("CONFIGSTORE_TOKEN", Service), ("ACTUALIZER_TOKEN", Operations), ("POD_TOKEN_KEY", TokenKey), ("REPLICAS", "2"),
            ("GIT_API_HOST", _world.Configstore.Url.Authority), ("POD_CONFIGSTORE_URL", _world.Configstore.Url.ToString()));
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task NeverAgain9_KeysOfPods_LastAsLongAsTheirPodAndNoLonger()
    {
        await _world.RunningProducerAsync("al", new Project());
        var pods = await ReadyWorkspacesAsync(2);
        foreach (var pod in pods) await RegisterAsync(pod);
        await Consistently.That(OwnersAsync, Is.EquivalentTo(pods));

        // One pod goes, another takes its place.
        await _world.Cluster.DeleteAsync("Pod", pods[0]);
        await Eventually.That(OwnersAsync, Is.EqualTo(new[] { pods[1] }), "the key goes with its pod, the other stays", TimeSpan.FromSeconds(30));

        // All pods are replaced: a new version.
        await _world.Actualizer.StopAsync();
        await _world.Actualizer.StartAsync(("LBWS_VERSION", "2"));
        string[] replaced = [];
        await Eventually.That(
            async () => (replaced = [.. await ReadyWorkspacesAsync(2)]).Intersect(pods), Is.Empty, "all pods are new", TimeSpan.FromSeconds(60));
        foreach (var pod in replaced) await RegisterAsync(pod);
        await Eventually.That(OwnersAsync, Is.EquivalentTo(replaced), "the old pods' keys are gone", TimeSpan.FromSeconds(30));

        using var off = await _world.Configstore.Http.PutAsJsonAsync("/producers/al/envs/dev/project/disabled", new { disabled = true });
        Assert.That(off.IsSuccessStatusCode, Is.True, await off.Content.ReadAsStringAsync());
        await Eventually.That(OwnersAsync, Is.Empty, "no pods, no keys", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task WatchUrl_AsThePodHasIt_FollowsTheProducer()
    {
        await _world.RunningProducerAsync("al", new Project());
        var pod = (await ReadyWorkspacesAsync(2))[0];
        var url = await ResolveAsync(pod, "containers", "WATCH_URL");

        using var client = ClientOf(url);
        using var stream = await client.GetAsync(url.PathAndQuery, HttpCompletionOption.ResponseHeadersRead);

        Assert.That(stream.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>What the init container does.</summary>
    private async Task RegisterAsync(string pod)
    {
        var host = await ResolveAsync(pod, "initContainers", "GIT_API_HOST");
        using var client = ClientOf(host);
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Repeat((byte)Interlocked.Increment(ref _keys), 32)];
        using var answer = await client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = $"ssh-ed25519 {Convert.ToBase64String(blob)} pod", type = "workspace" });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A variable of a pod as the kubelet would resolve it, as an address.</summary>
    private async Task<Uri> ResolveAsync(string name, string containers, string variable)
    {
        var pod = await _world.Cluster.GetAsync("Pod", name);
        Assert.That(pod.ToJsonString(), Does.Not.Contain("pod.workspace.al"), "a pod shows no token");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in pod["spec"]![containers]![0]!["env"]!.AsArray())
        {
            var value = (string?)entry!["value"] ?? "";
            if (entry["valueFrom"]?["fieldRef"] is { } field) value = (string?)field["fieldPath"] == "metadata.name" ? name : "";
            if (entry["valueFrom"]?["secretKeyRef"] is { } reference) value = await SecretAsync(reference);
            foreach (var (known, text) in values) value = value.Replace($"$({known})", text, StringComparison.Ordinal);
            values[(string)entry["name"]!] = value;
        }
        var address = values[variable];
        return new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
    }

    private async Task<string> SecretAsync(JsonNode reference)
    {
        var secret = await _world.Cluster.GetAsync("Secret", (string)reference["name"]!);
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]![(string)reference["key"]!]!));
    }

    private static HttpClient ClientOf(Uri address) => new()
    {
        BaseAddress = new Uri(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(address.UserInfo))) },
    };

    private async Task<IReadOnlyList<string>> ReadyWorkspacesAsync(int count)
    {
        IReadOnlyList<string> pods = [];
        await Eventually.That(
            async () => pods = [.. (await _world.Cluster.ReadyPodsAsync("al")).Where(pod => pod.StartsWith("workspace-", StringComparison.Ordinal))],
            Has.Count.EqualTo(count), "workspaces are ready", TimeSpan.FromSeconds(60));
        return pods;
    }

    /// <summary>Pods that have keys of the repository that they clone, by the keys' titles.</summary>
    private async Task<string[]> OwnersAsync()
    {
        Assert.That(await _world.Gitea.Keys.ListAsync("customer-al", CancellationToken.None), Is.Empty, "no pod has a key of all repositories");
        return [.. (await _world.Gitea.DeployKeys.ListAsync(new("customer-al", "dev"), CancellationToken.None)).Select(key => key.Title.Split(' ')[1])];
    }
}
