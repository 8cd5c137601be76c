using GitOps.Benchmarks.Measuring;
using GitOps.Testing;

namespace GitOps.Benchmarks.Stage;

/// <summary>One of the product's processes, run as an operator runs it: a process of its own, settings from the environment.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly FreePort _port;

    private ProductProcess(ChildProcess process, FreePort port, Uri url)
    {
        _process = process;
        _port = port;
        Url = url;
    }

    public Uri Url { get; }

    public ProcessUsage Usage => ProcessUsage.Of(_process.Id);

    /// <param name="assembly">Such as <c>GitOps.Configstore</c>; lies beside this program.</param>
    /// <param name="port">Loopback port to listen on; let go at the end.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<ProductProcess> StartAsync(
        string assembly, FreePort port, Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{port}");
        settings["ASPNETCORE_URLS"] = url.ToString();
        settings["LOG_LEVEL"] = "Warning";
        var process = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly + ".dll")], environment: settings);
        using var http = new HttpClient { BaseAddress = url };
        await process.WaitUntilReadyAsync(
            async stop => (await http.GetAsync("health", stop)).IsSuccessStatusCode, TimeSpan.FromSeconds(60), cancellationToken);
        return new ProductProcess(process, port, url);
    }

    /// <summary>Waits for <c>/ready</c>.</summary>
    public async Task WaitUntilReadyAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Url };
        await _process.WaitUntilReadyAsync(
            async stop => (await http.GetAsync("ready", stop)).IsSuccessStatusCode, within, cancellationToken);
    }

    public override string ToString() => _process.Output.Tail(20);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _port.Dispose();
    }
}
