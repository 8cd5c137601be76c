using GitOps.Benchmarks.Measuring;
using GitOps.Benchmarks.Stage;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>
/// What a full resync costs when nothing changed: the actualizer's processor time, its requests to the cluster, requests to
/// Gitea, and its memory per producer.
/// </summary>
internal static class FullResync
{
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(10);
    private const int Resyncs = 5;

    public static async Task RunAsync(int producers, Report report, CancellationToken cancellationToken)
    {
        var name = $"full resync, {producers} producers";
        await using var stage = await TestStage.StartAsync(producers, controllers: false, cancellationToken);
        var empty = await EmptyMemoryAsync(cancellationToken);
        await stage.StartConfigstoreAsync(cancellationToken);
        await stage.StartActualizerAsync(Resync, cancellationToken);
        await ColdStart.AllStoredAsync(stage, cancellationToken);
        var actualizer = stage.Actualizer!;
        await SettledAsync(actualizer, cancellationToken);

        var resyncsBefore = await MetricAsync(actualizer, "gitops_resyncs_total", cancellationToken);
        var usageBefore = actualizer.Usage;
        var configstoreBefore = stage.Configstore!.Usage;
        var mark = stage.Cluster.Requests.Mark();
        stage.Forge.Requests.Reset();
        await Task.Delay(Resync * 1.1 * Resyncs, cancellationToken);
        var usage = actualizer.Usage;
        var configstore = stage.Configstore.Usage;
        var forgeRequests = stage.Forge.Requests.Counts.ToArray();
        var requests = stage.Cluster.Requests.Since(mark)
            .Where(request => !request.UserAgent.Contains("floor", StringComparison.Ordinal)).ToArray();
        var resyncs = await MetricAsync(actualizer, "gitops_resyncs_total", cancellationToken) - resyncsBefore;

        report.Add(name, "actualizer CPU per resync", (usage.Cpu - usageBefore.Cpu).TotalSeconds / resyncs, "s", 2);
        report.Add(name, "configstore CPU per resync, scans included", (configstore.Cpu - configstoreBefore.Cpu).TotalSeconds / resyncs, "s");
        var other = requests.Where(request => !request.Resource.StartsWith("leases", StringComparison.Ordinal) && request.Verb != "watch").ToArray();
        report.Add(name, "requests to Kubernetes but leases and watches", other.Length, "requests", 0);
        report.Add(name, "requests to Gitea but the incremental scan, head checks off", forgeRequests.Where(count => !count.Key.EndsWith("/repos/search", StringComparison.Ordinal)).Sum(count => count.Value), "requests", 0);
        report.Add(name, "actualizer memory per producer", (usage.ResidentBytes - empty) / 1000.0 / producers, "kB", producers >= 10_000 ? 30 : null);
        report.Add(name, "actualizer memory in all", usage.ResidentBytes / 1e6, "MB");
        report.Add(name, "configstore memory in all", configstore.ResidentBytes / 1e6, "MB");
        report.Note($"{name}: {resyncs} resyncs in {Resync.TotalSeconds * 1.1 * Resyncs:0} s; memory is that beyond an actualizer without producers ({empty / 1e6:0} MB).");
    }

    private static async Task<long> EmptyMemoryAsync(CancellationToken cancellationToken)
    {
        await using var stage = await TestStage.StartAsync(0, controllers: false, cancellationToken);
        await stage.StartConfigstoreAsync(cancellationToken);
        await stage.StartActualizerAsync(Resync, cancellationToken);
        await SettledAsync(stage.Actualizer!, cancellationToken);
        return stage.Actualizer!.Usage.ResidentBytes;
    }

    /// <summary>Waits until no environment is queued or worked on, and one resync has gone by since.</summary>
    private static async Task SettledAsync(ProductProcess actualizer, CancellationToken cancellationToken)
    {
        await actualizer.WaitUntilReadyAsync(TimeSpan.FromMinutes(5), cancellationToken);
        var begun = await MetricAsync(actualizer, "gitops_resyncs_total", cancellationToken);
        while (await MetricAsync(actualizer, "gitops_resyncs_total", cancellationToken) < begun + 2)
            await Task.Delay(500, cancellationToken);
    }

    private static async Task<double> MetricAsync(ProductProcess process, string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = process.Url };
        var text = await http.GetStringAsync("metrics", cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
