using System.Diagnostics;
using GitOps.Benchmarks.Measuring;
using GitOps.Benchmarks.Stage;
using GitOps.Testing;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>
/// From the start of the actualizer's process until every object of every producer is stored. Floors: a bare client sending
/// the same server-side applies with the concurrency that proved best, and <c>kubectl apply --server-side</c>.
/// </summary>
internal static class ColdStart
{
    private const string Name = "cold start";
    private static readonly int[] Concurrencies = [8, 16, 32, 64];

    public static async Task RunAsync(TestStage stage, int kubectlProducers, Report report, CancellationToken cancellationToken)
    {
        var objects = stage.Producers * ProducerTemplate.ObjectsPerProducer;
        var reading = await ReadCommitsAsync(stage, cancellationToken);
        var concurrency = await BestConcurrencyAsync(stage, cancellationToken);
        var before = await FloorAsync(stage, "floor-before", concurrency, cancellationToken);
        var product = await ProductAsync(stage, cancellationToken);
        var after = await FloorAsync(stage, "floor-after", concurrency, cancellationToken);
        var floor = (before + after) / 2;

        report.Add(Name, "configstore, first reading of every commit", reading.TotalSeconds, "s");
        report.Add(Name, "product", product.TotalSeconds, "s");
        report.Add(Name, $"floor, bare client with {concurrency} at once", floor.TotalSeconds, "s");
        report.Add(Name, "product / floor", product / floor, "x", 1.25);
        report.Add(Name, "product, objects per second", objects / product.TotalSeconds, "1/s");
        report.Add(Name, "actualizer CPU", stage.Actualizer!.Usage.Cpu.TotalSeconds, "s");
        report.Add(Name, "configstore CPU, its own start included", stage.Configstore!.Usage.Cpu.TotalSeconds, "s");
        if (kubectlProducers > 0)
        {
            var kubectl = await KubectlAsync(stage, kubectlProducers, cancellationToken);
            report.Add(Name, "kubectl apply --server-side, scaled", kubectl.TotalSeconds * stage.Producers / kubectlProducers, "s");
            report.Note($"{Name}: kubectl was timed with {kubectlProducers} producers and scaled to {stage.Producers}.");
        }

        report.Note(
            $"{Name}: {stage.Producers} producers, {objects} objects, Deployments at zero replicas; the product's time includes the start of "
            + $"its process; the configstore had read the commits before, as it keeps them; the floor is the mean of a run before ({before.TotalSeconds:0.0} s) and one after ({after.TotalSeconds:0.0} s).");
    }

    private static async Task<TimeSpan> ProductAsync(TestStage stage, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        await stage.StartActualizerAsync(TimeSpan.FromHours(1), cancellationToken);
        await AllStoredAsync(stage, cancellationToken);
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Asks the configstore for every snapshot once: what it costs to read all commits from the forge.</summary>
    private static async Task<TimeSpan> ReadCommitsAsync(TestStage stage, CancellationToken cancellationToken)
    {
        using var http = stage.CreateConfigstoreClient();
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, stage.Producers),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (index, stop) =>
            {
                using var answer = await http.GetAsync($"producers/{ProducerTemplate.Name(index)}/envs/dev", stop);
                answer.EnsureSuccessStatusCode();
            });
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Ingresses are written last; when all of them are there, so is everything else.</summary>
    public static async Task AllStoredAsync(TestStage stage, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(30));
        var expected = stage.Producers * ProducerTemplate.IngressesPerProducer;
        while (await stage.Client.CountAsync($"apis/networking.k8s.io/v1/namespaces/{TestStage.Namespace}/ingresses", patience.Token) < expected)
            await Task.Delay(100, patience.Token);
    }

    private static async Task<int> BestConcurrencyAsync(TestStage stage, CancellationToken cancellationToken)
    {
        var best = (Concurrency: 0, Time: TimeSpan.MaxValue);
        var sample = Math.Clamp(stage.Producers / 10, 5, 100);
        // Once unmeasured, so that the first candidate does not pay for cold caches.
        await FloorAsync(stage, "floor-warm", Concurrencies[^1], cancellationToken, sample);
        foreach (var concurrency in Concurrencies)
        {
            var time = await FloorAsync(stage, $"floor-{concurrency}", concurrency, cancellationToken, sample);
            if (time < best.Time) best = (concurrency, time);
        }

        return best.Concurrency;
    }

    private static async Task<TimeSpan> FloorAsync(
        TestStage stage, string ns, int concurrency, CancellationToken cancellationToken, int? producers = null)
    {
        await stage.Client.CreateNamespaceAsync(ns, cancellationToken);
        var prepared = FloorManifests.All(ns, producers ?? stage.Producers);
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            prepared,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (one, stop) => await stage.Client.ApplyAsync(one, stop));
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task<TimeSpan> KubectlAsync(TestStage stage, int producers, CancellationToken cancellationToken)
    {
        const string ns = "floor-kubectl";
        await stage.Client.CreateNamespaceAsync(ns, cancellationToken);
        var file = stage.PathOf("kubectl.json");
        var composer = FloorManifests.Composer(ns);
        var items = Enumerable.Range(0, producers)
            .SelectMany(index => composer.Compose(ProducerTemplate.Snapshot(index, 10)).Manifests)
            .Select(manifest => manifest.Body.ToJsonString());
        await File.WriteAllTextAsync(file, $$"""{"apiVersion":"v1","kind":"List","items":[{{string.Join(',', items)}}]}""", cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        await using var kubectl = ChildProcess.Start(
            ServerPrograms.Kubectl,
            ["--kubeconfig", stage.Cluster.KubeconfigPath, "apply", "--server-side", "--validate=false", "--filename", file]);
        if (await kubectl.WaitForExitAsync(cancellationToken) != 0) throw kubectl.Failure("did not apply the objects");
        return Stopwatch.GetElapsedTime(begun);
    }
}
