using System.CommandLine;

namespace GitOps.Benchmarks;

/// <summary>Sizes of a run. The defaults are those of the targets; smaller ones fit anywhere.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Producers present while pushes are timed, and started cold.</summary>
    public required int Producers { get; init; }

    /// <summary>Pushes that are timed.</summary>
    public required int Pushes { get; init; }

    /// <summary>Numbers of producers for which a full resync with nothing changed is measured.</summary>
    public required IReadOnlyList<int> Resync { get; init; }

    /// <summary>Producers whose objects <c>kubectl apply --server-side</c> is timed with; it is slow, the figure is scaled.</summary>
    public required int KubectlProducers { get; init; }

    /// <summary>Which of <c>push</c>, <c>cold</c>, <c>resync</c> run.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Where the figures are written as JSON.</summary>
    public required string Output { get; init; }

    public static Task<int> ParseAndRunAsync(string[] args, Func<BenchmarkOptions, CancellationToken, Task<int>> run)
    {
        var producers = new Option<int>("--producers") { Description = "Producers present in push and cold.", DefaultValueFactory = _ => 1000 };
        var pushes = new Option<int>("--pushes") { Description = "Pushes that are timed.", DefaultValueFactory = _ => 200 };
        var resync = new Option<int[]>("--resync")
        {
            Description = "Producers in resync, one measurement each.",
            DefaultValueFactory = _ => [1000, 10_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var kubectl = new Option<int>("--kubectl-producers")
        {
            Description = "Producers applied with kubectl as a second floor; 0 leaves it out.",
            DefaultValueFactory = _ => 50,
        };
        var only = new Option<string[]>("--only")
        {
            Description = "Which scenarios run.",
            DefaultValueFactory = _ => ["push", "cold", "resync"],
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong("push", "cold", "resync");
        var output = new Option<string>("--output") { Description = "JSON file for the figures.", DefaultValueFactory = _ => "bench.json" };
        var root = new RootCommand("Measures the product against a floor of the same run, on a real Kubernetes API server.")
        {
            producers, pushes, resync, kubectl, only, output,
        };
        root.SetAction((result, cancellationToken) => run(
            new BenchmarkOptions
            {
                Producers = result.GetValue(producers),
                Pushes = result.GetValue(pushes),
                Resync = result.GetValue(resync)!,
                KubectlProducers = result.GetValue(kubectl),
                Only = result.GetValue(only)!,
                Output = Path.GetFullPath(result.GetValue(output)!),
            },
            cancellationToken));
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }
}
