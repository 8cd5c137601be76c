using System.Diagnostics;
using GitOps.Benchmarks.Measuring;
using GitOps.Benchmarks.Stage;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>
/// From the return of a real <c>git push</c> until the API server has stored the changed Deployment. Floor: a bare client that
/// sends the same changed objects, one after the other, to another namespace of the same server.
/// </summary>
internal static class PushToApplied
{
    private const string Name = "push to applied";

    public static async Task RunAsync(TestStage stage, int pushes, Report report, CancellationToken cancellationToken)
    {
        var clones = stage.PathOf("clones");
        Directory.CreateDirectory(clones);
        pushes = Math.Min(pushes, stage.Producers);
        for (var index = 0; index < pushes; index++)
            await Git.RunAsync(clones, cancellationToken, "clone", "--quiet", CloneUrl(stage, index), ProducerTemplate.Name(index));

        var floor = await MeasureFloorAsync(stage, pushes, cancellationToken);
        var pushed = await MeasurePushesAsync(stage, clones, pushes, cancellationToken);

        report.Add(Name, "p50", pushed.P50, "ms", 100);
        report.Add(Name, "p99", pushed.P99, "ms", 400);
        report.Add(Name, "max", pushed.Maximum, "ms");
        report.Add(Name, "floor p50", floor.P50, "ms");
        report.Add(Name, "floor p99", floor.P99, "ms");
        report.Note($"{Name}: {pushes} pushes with {stage.Producers} producers present; timed from the return of git push.");
    }

    private static async Task<Percentiles> MeasurePushesAsync(TestStage stage, string clones, int pushes, CancellationToken cancellationToken)
    {
        var timings = new List<TimeSpan>(pushes);
        await using var watch = await DeploymentWatch.StartAsync(stage.Client, TestStage.Namespace, cancellationToken);
        for (var index = 0; index < pushes; index++)
        {
            var clone = Path.Combine(clones, ProducerTemplate.Name(index));
            await File.WriteAllTextAsync(
                Path.Combine(clone, "lunchbadger.json"), ProducerTemplate.LunchBadgerJson(index, 1000 + index), cancellationToken);
            await Git.RunAsync(clone, cancellationToken, "commit", "--quiet", "--all", "--message", "Raise the limit");
            var deployment = ProducerTemplate.GatewayDeployment(index);
            var generation = await KnownGenerationAsync(watch, deployment, cancellationToken);
            await Git.RunAsync(clone, cancellationToken, "push", "--quiet");
            var returned = Stopwatch.GetTimestamp();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var stored = await watch.WaitBeyondAsync(deployment, generation, patience.Token);
            timings.Add(stored > returned ? Stopwatch.GetElapsedTime(returned, stored) : TimeSpan.Zero);
        }

        return Percentiles.Of(timings);
    }

    private static async Task<Percentiles> MeasureFloorAsync(TestStage stage, int pushes, CancellationToken cancellationToken)
    {
        const string ns = "floor-push";
        var composer = FloorManifests.Composer(ns);
        await stage.Client.CreateNamespaceAsync(ns, cancellationToken);
        for (var index = 0; index < pushes; index++)
        {
            foreach (var manifest in composer.Compose(ProducerTemplate.Snapshot(index, 10)).Manifests)
                await stage.Client.ApplyAsync(BareClient.Prepare(manifest), cancellationToken);
        }

        var timings = new List<TimeSpan>(pushes);
        await using var watch = await DeploymentWatch.StartAsync(stage.Client, ns, cancellationToken);
        for (var index = 0; index < pushes; index++)
        {
            var changed = FloorManifests.Changed(composer, index, 10, 1000 + index);
            var deployment = ProducerTemplate.GatewayDeployment(index);
            var generation = await KnownGenerationAsync(watch, deployment, cancellationToken);
            var begun = Stopwatch.GetTimestamp();
            foreach (var prepared in changed) await stage.Client.ApplyAsync(prepared, cancellationToken);
            timings.Add(Stopwatch.GetElapsedTime(begun, await watch.WaitBeyondAsync(deployment, generation, cancellationToken)));
        }

        return Percentiles.Of(timings);
    }

    /// <summary>A watch begins with every object that exists, so the present generation comes by itself.</summary>
    private static async Task<long> KnownGenerationAsync(DeploymentWatch watch, string deployment, CancellationToken cancellationToken)
    {
        await watch.WaitBeyondAsync(deployment, 0, cancellationToken);
        return watch.GenerationOf(deployment);
    }

    private static string CloneUrl(TestStage stage, int index)
    {
        var forge = new UriBuilder(stage.Forge.Url) { UserName = "gitea_admin", Password = stage.Forge.AdminToken };
        return $"{forge.Uri.AbsoluteUri}{ProducerTemplate.UserName(index)}/dev.git";
    }
}
