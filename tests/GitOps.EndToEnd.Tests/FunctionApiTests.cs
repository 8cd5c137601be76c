using System.Net;
using System.Net.Http.Json;
using System.Text;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Functions that a canvas makes, saves, deploys and removes are what runs in the cluster.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class FunctionApiTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Environment = "/producers/al/envs/dev";
    private const string Api = Environment + "/sls-api";
    private const string Name = "fn-al-dev-hello";

    [Test]
    public async Task PostPutDelete_Function_RunsRollsAndGoes()
    {
        await World.RunningProducerAsync("al", new Project());

        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"hello","env":"node","version":"20","lunchbadger":{"id":"f1","itemOrder":0}}""");
        Assert.That((await CodeAsync()).Values, Has.Some.Contains("Hello from hello"));
        var first = await Eventually.That(ReadyAsync, Has.Count.EqualTo(1), "a pod is ready");

        var fewest = int.MaxValue;
        await SendAsync(HttpMethod.Put, $"{Api}/service/hello", """{"files":{"handler.js":"exports.handler = () => 2;"}}""");
        await Eventually.That(
            async () =>
            {
                var ready = await ReadyAsync();
                fewest = Math.Min(fewest, ready.Count);
                return ready;
            },
            Has.Count.EqualTo(1).And.None.EqualTo(first[0]), "the pods are replaced", TimeSpan.FromSeconds(60));
        Assert.That(fewest, Is.Positive, "one of them was always ready");
        await Eventually.That(async () => (await CodeAsync()).Values, Is.EqualTo((string[])["exports.handler = () => 2;"]), "the former code is gone");

        await SendAsync(HttpMethod.Delete, $"{Api}/service/hello");
        await Eventually.That(async () => (await World.Cluster.NamesAsync("al")).Where(name => name.Contains(Name, StringComparison.Ordinal)), Is.Empty, "nothing is left of it", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task UndeployAndDeploy_Function_TakesItOutAndBringsItBackAsItWas()
    {
        await World.RunningProducerAsync("al", new Project());
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"hello","env":"node"}""");
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"price","env":"python"}""");
        var before = await World.Cluster.NamesAsync("al");

        await SendAndApplyAsync(HttpMethod.Delete, $"{Api}/deploy/hello");
        await Eventually.That(
            () => World.Cluster.NamesAsync("al"), Has.None.Contains(Name).And.Some.EqualTo("Deployment/fn-al-dev-price"), "that function alone is gone", TimeSpan.FromSeconds(60));
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/deploy", """{"name":"hello"}""");

        Assert.That(await World.Cluster.NamesAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Deploy_NothingChanged_IsAPassWithoutAWrite()
    {
        await World.RunningProducerAsync("al", new Project());
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"hello","env":"node"}""");
        await Eventually.That(ReadyAsync, Has.Count.EqualTo(1), "a pod is ready");
        var (before, seen) = (await World.Cluster.VersionsAsync("al"), (await StatusAsync()).ObservedAt);

        var watch = (await SendAsync(HttpMethod.Post, $"{Api}/deploy", """{"name":"hello"}""")).Location;

        var status = await Eventually.That(() => StatusAsync(watch!), Has.Property(nameof(EnvironmentStatus.ObservedAt)).GreaterThan(seen), "a pass was made");
        Assert.That((status.State, status.Changes.Count), Is.EqualTo((ReconcileState.Succeeded, 0)));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Deploy_DriftedObject_IsThereAgain()
    {
        await World.RunningProducerAsync("al", new Project());
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"hello","env":"node"}""");

        await World.Cluster.DeleteAsync("Deployment", Name);
        await SendAsync(HttpMethod.Post, $"{Api}/deploy", """{"name":"hello"}""");

        await Eventually.That(() => World.Cluster.FindAsync("Deployment", Name), Is.Not.Null, "the deployment is there again");
    }

    [Test]
    public async Task Deploy_OfADisabledProducer_IsRefusedAndItsFunctionsAreGone()
    {
        var al = await World.RunningProducerAsync("al", new Project());
        await SendAndApplyAsync(HttpMethod.Post, $"{Api}/service", """{"name":"hello","env":"node"}""");

        await SendAsync(HttpMethod.Put, $"{Environment}/project/disabled", """{"disabled":true}""");
        await Eventually.That(() => World.Cluster.NamesAsync(al.Name), Is.Empty, "everything is gone", TimeSpan.FromSeconds(60));
        using var request = Request(HttpMethod.Post, $"{Api}/deploy", """{"name":"hello"}""");
        using var refused = await World.Configstore.Http.SendAsync(request);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await World.Cluster.NamesAsync(al.Name), Is.Empty);
    }

    /// <summary>Names of the function's pods that are ready.</summary>
    private async Task<IReadOnlyList<string>> ReadyAsync() => [.. (await World.Cluster.ReadyPodsAsync("al")).Where(pod => pod.StartsWith(Name, StringComparison.Ordinal))];

    /// <summary>Code of the function, by the key that it has in the cluster.</summary>
    private async Task<Dictionary<string, string>> CodeAsync() => (await World.Cluster.ListAsync("ConfigMap", "al"))
        .Where(item => ClusterReader.Name(item).StartsWith(Name, StringComparison.Ordinal))
        .SelectMany(item => item["data"]!.AsObject(), (item, file) => (Key: $"{ClusterReader.Name(item)}/{file.Key}", Value: (string)file.Value!))
        .ToDictionary(file => file.Key, file => file.Value);

    private async Task<EnvironmentStatus> StatusAsync(string path = Environment + "/status") =>
        (await World.Configstore.Http.GetFromJsonAsync(path, ApiJson.Default.EnvironmentStatus))!;

    /// <summary>Sends a change and waits until it is applied.</summary>
    private async Task SendAndApplyAsync(HttpMethod method, string path, string? body = null)
    {
        var (revision, _) = await SendAsync(method, path, body);
        await Eventually.That(
            () => StatusAsync(),
            Has.Property(nameof(EnvironmentStatus.State)).EqualTo(ReconcileState.Succeeded) & Has.Property(nameof(EnvironmentStatus.Revision)).EqualTo(Revision.Parse(revision)),
            $"{method} {path} is applied",
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Sends a change; the revision that it made.</summary>
    private async Task<(string Revision, string? Location)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = Request(method, path, body);
        using var answer = await World.Configstore.Http.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        return (answer.Headers.GetValues("X-Revision").Single(), answer.Headers.Location?.ToString());
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body) => new(method, path)
    {
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
    };
}
