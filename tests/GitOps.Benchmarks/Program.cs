using GitOps.Benchmarks;
using GitOps.Benchmarks.Measuring;
using GitOps.Benchmarks.Scenarios;
using GitOps.Benchmarks.Stage;
using Spectre.Console;

return await BenchmarkOptions.ParseAndRunAsync(args, static async (options, cancellationToken) =>
{
    var report = new Report();
    if (options.Only.Contains("cold") || options.Only.Contains("push"))
    {
        Console.Error.WriteLine($"Seeding {options.Producers} producers ...");
        await using var stage = await TestStage.StartAsync(options.Producers, controllers: false, cancellationToken);
        await stage.StartConfigstoreAsync(cancellationToken);
        if (options.Only.Contains("cold"))
        {
            Console.Error.WriteLine("Cold start ...");
            await ColdStart.RunAsync(stage, options.KubectlProducers, report, cancellationToken);
        }
        else
        {
            await stage.StartActualizerAsync(TimeSpan.FromHours(1), cancellationToken);
            await ColdStart.AllStoredAsync(stage, cancellationToken);
        }

        if (options.Only.Contains("push"))
        {
            Console.Error.WriteLine("Push to applied ...");
            await PushToApplied.RunAsync(stage, options.Pushes, report, cancellationToken);
        }
    }

    if (options.Only.Contains("resync"))
    {
        foreach (var producers in options.Resync)
        {
            Console.Error.WriteLine($"Full resync of {producers} producers ...");
            await FullResync.RunAsync(producers, report, cancellationToken);
        }
    }

    report.Print(AnsiConsole.Console);
    await report.WriteAsync(options.Output, cancellationToken);
    Console.Error.WriteLine($"Figures: {options.Output}");
    return 0;
});
