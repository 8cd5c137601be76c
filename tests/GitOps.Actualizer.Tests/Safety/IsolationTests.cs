using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Safety;

internal sealed class IsolationTests : ActualizerFixture
{
    [Test]
    public async Task Promise8_ProducerNamedLikeAnothersHost_IsRefusedUntilTheHostIsFree()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al"));

        Store.Push("sls-al", Project.Of("sls-al"));
        var status = await ReportedAsync("sls-al", ReconcileState.Refused);

        Assert.That(status.Reason, Is.EqualTo("HostConflict"));
        Assert.That(status.Message, Does.Contain($"sls-al-dev.{Domain}").And.Contain("al/main/dev"));
        Assert.That(await Cluster.AllOfAsync("sls-al"), Is.Empty);

        await ApplyAsync("al", Project.Disabled("al"));
        await ReportedAsync("sls-al", ReconcileState.Succeeded);

        Store.Push("al", Project.Of("al"));
        Assert.That((await ReportedAsync("al", ReconcileState.Refused)).Message, Does.Contain("sls-al/main/dev"));
    }

    [Test]
    public async Task Promise8_HolderAfterARestart_IsStillTheFirst()
    {
        var first = await StartAsync();
        await ApplyAsync("al", Project.Of("al"));
        Store.Push("sls-al", Project.Of("sls-al"));
        await ReportedAsync("sls-al", ReconcileState.Refused);
        await StopAsync(first);
        var before = Store.HistoryOf("sls-al").Count;

        await StartAsync();

        await Eventually.That(() => Store.HistoryOf("sls-al").Count, Is.GreaterThan(before));
        Assert.That(Store.StatusOf("sls-al")!.State, Is.EqualTo(ReconcileState.Refused));
        Assert.That(Store.StatusOf("al")!.State, Is.EqualTo(ReconcileState.Succeeded));
    }

    [Test]
    public async Task Promise9_SecretOfTheSettings_IsInNoStatusLogMetricOrOtherObject()
    {
        const string sentinel = "s3ntinel-key-of-at-least-32-characters";
        var actualizer = await StartAsync(("POD_TOKEN_KEY", sentinel), ("REDIS_PASSWORD", sentinel));
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        await Cluster.DeleteAsync("Secret", (await Cluster.NamesAsync("Secret", "al"))[0]);
        await Eventually.That(() => Store.StatusOf("al")!.Changes.Select(change => change.Kind), Is.EqualTo(new[] { "Secret" }));

        foreach (var kind in ClusterView.Kinds.Where(kind => kind != "Secret"))
            Assert.That((await Cluster.ListAsync(kind)).Select(live => live.GetRawText()), Has.None.Contains(sentinel), kind);
        Assert.That(Store.HistoryOf("al").Select(status => System.Text.Json.JsonSerializer.Serialize(status)), Has.None.Contains(sentinel));
        Assert.That(actualizer.Log.Lines, Has.None.Contains(sentinel));
        Assert.That(await actualizer.Http.GetStringAsync("/metrics"), Does.Not.Contain(sentinel));
    }
}
