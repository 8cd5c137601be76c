using System.Globalization;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.World;

/// <summary>The configstore's program, as it is deployed: for what only a process of its own shows, its memory and its output.</summary>
public sealed class ConfigstoreProgram : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private ConfigstoreProgram(ChildProcess process, Uri url)
    {
        (_process, Url) = (process, url);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public CapturedOutput Output => _process.Output;

    /// <summary>Bytes of it that are in memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    public static async Task<ConfigstoreProgram> StartAsync(FreePort port, IReadOnlyDictionary<string, string?> settings)
    {
        var url = new Uri($"http://127.0.0.1:{port.Number}");
        var environment = new Dictionary<string, string?>(settings) { ["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority) };
        var program = new ConfigstoreProgram(ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "GitOps.Configstore.dll")], AppContext.BaseDirectory, environment), url);
        try
        {
            await program._process.WaitUntilReadyAsync(
                async stop =>
                {
                    using var answer = await program.Client.GetAsync("/ready", stop);
                    return answer.IsSuccessStatusCode;
                },
                TimeSpan.FromMinutes(1));
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
