using System.Net;
using System.Net.Http.Json;
using GitOps.EndToEnd.Tests.World;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>What functions write is read through the configstore, which has no access to the cluster, from the actualizer, which has.</summary>
public sealed class FunctionLogTests : EndToEndFixture
{
    private const string Api = "/producers/al/envs/dev/sls-api";
    private const string Logs = Api + "/service/hello/logs";
    private const string Name = "fn-al-dev-hello";

    protected override (string Name, string Value)[] Settings => [("REPLICAS", "2")];

    [Test]
    public async Task Logs_OfSeveralPods_AreMergedBehindTheirNames()
    {
        await World.RunningProducerAsync("al", new Project());
        await CreateAsync("al", "hello");
        var pods = await Eventually.That(() => ReadyAsync("al", Name), Has.Count.EqualTo(2), "both pods are ready");

        var (_, log, count) = await Eventually.That(() => ReadAsync(Logs), Has.Property(nameof(Answer.Log)).Contains(pods[0]).And.Property(nameof(Answer.Log)).Contains(pods[1]), "both have written");

        Assert.That(count, Is.EqualTo("2"));
        Assert.That(log.TrimEnd().Split('\n'), Has.All.Matches<string>(line => pods.Any(pod => line.StartsWith(pod + " ", StringComparison.Ordinal))));
        Assert.That((await ReadAsync($"{Logs}?tail=1")).Log.TrimEnd().Split('\n'), Has.Length.EqualTo(2), "one of each");
        Assert.That((await ReadAsync($"{Logs}?tail=0")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ReadAsync($"{Logs}?since=yesterday")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Logs_OfAnotherProducer_AreNeverShown()
    {
        await World.RunningProducerAsync("al", new Project());
        await World.RunningProducerAsync("bo", new Project());
        await CreateAsync("bo", "secret");
        await Eventually.That(() => ReadyAsync("bo", "fn-bo-dev-secret"), Has.Count.EqualTo(2), "the pods of bo are ready");

        Assert.That((await ReadAsync($"{Api}/service/secret/logs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        // Even with a function of that name, and one that would be called like the other's objects.
        await CreateAsync("al", "secret");
        await Eventually.That(() => ReadyAsync("al", "fn-al-dev-secret"), Has.Count.EqualTo(2), "the pods of al are ready");
        var (status, log, _) = await Eventually.That(() => ReadAsync($"{Api}/service/secret/logs"), Has.Property(nameof(Answer.Log)).Not.Empty);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(log, Does.Contain("fn-al-dev-secret-").And.Not.Contain("fn-bo-dev-secret-"));
        foreach (var function in new[] { "secret,producer=bo", "bo-dev-secret", "..%2Fx" })
        {
            using var answer = await World.Actualizer.Http.GetAsync($"/producers/al/projects/main/envs/dev/functions/{function}/logs");
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("fn-bo-dev-secret-"), function);
        }
    }

    [Test]
    public async Task Logs_WithoutPods_AreEmptyAndSaySo()
    {
        await World.RunningProducerAsync("al", new Project());
        await CreateAsync("al", "hello");
        (await World.Configstore.Http.DeleteAsync($"{Api}/deploy/hello")).EnsureSuccessStatusCode();
        await Eventually.That(async () => (await World.Cluster.ListAsync("Pod", "al")).Select(ClusterReader.Name), Has.None.StartsWith(Name), "the pods are gone", TimeSpan.FromSeconds(60));

        Assert.That(await ReadAsync(Logs), Is.EqualTo(new Answer(HttpStatusCode.OK, "", "0")));
        Assert.That((await ReadAsync($"{Api}/service/none/logs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Logs_WhileTheActualizerIsAway_Are503WithTheReason()
    {
        await World.RunningProducerAsync("al", new Project());
        await CreateAsync("al", "hello");

        await World.Actualizer.StopAsync();
        var away = await ReadAsync(Logs);
        await World.Configstore.StopAsync();
        await World.Configstore.StartAsync(("ACTUALIZER_URL", ""));
        var unknown = await Eventually.That(() => ReadAsync(Logs), Has.Property(nameof(Answer.Log)).Contains("ACTUALIZER_URL"), "the setting is named");

        Assert.That(away.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(away.Log, Does.Contain("did not answer"));
        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    private async Task<Answer> ReadAsync(string path)
    {
        using var answer = await World.Configstore.Http.GetAsync(path);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.TryGetValues("X-Pods", out var pods) ? pods.Single() : null);
    }

    private async Task CreateAsync(string producer, string name)
    {
        using var answer = await World.Configstore.Http.PostAsJsonAsync($"/producers/{producer}/envs/dev/sls-api/service", new { name, env = "node" });
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<string>> ReadyAsync(string producer, string function) =>
        [.. (await World.Cluster.ReadyPodsAsync(producer)).Where(pod => pod.StartsWith(function + "-", StringComparison.Ordinal))];

    private sealed record Answer(HttpStatusCode Status, string Log, string? Pods);
}
