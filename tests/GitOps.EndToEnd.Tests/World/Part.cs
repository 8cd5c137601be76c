using GitOps.Actualizer;
using GitOps.Configstore;
using GitOps.Sandbox.Hosting;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>
/// A process of the house on a port that it keeps over restarts: inside this process, or as one of its own that can be killed.
/// </summary>
public sealed class Part : IAsyncDisposable
{
    private readonly Program _program;
    private readonly FreePort _port = FreePort.Reserve();
    private EmbeddedProcess? _embedded;
    private ChildProcess? _child;

    private Part(Program program)
    {
        _program = program;
        Url = new Uri($"http://127.0.0.1:{_port.Number}");
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    private enum Program
    {
        Configstore,
        Actualizer,
    }

    public Uri Url { get; }

    /// <summary>A client of it that outlives its restarts.</summary>
    public HttpClient Http { get; }

    /// <summary>Environment variable to value, read at the next start.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public bool IsRunning => _embedded is not null || _child is { HasExited: false };

    /// <summary>The parts of it that run inside this process.</summary>
    public IServiceProvider Services => _embedded?.Services ?? throw new InvalidOperationException($"The {_program} does not run inside this process.");

    /// <summary>What it has written to the console, all runs as a child process together.</summary>
    public List<string> Output { get; } = [];

    public static Part Configstore() => new(Program.Configstore);

    public static Part Actualizer() => new(Program.Actualizer);

    /// <summary>Starts it inside this process, with more or other settings from now on.</summary>
    public async Task StartAsync(params (string Name, string Value)[] settings)
    {
        Set(settings);
        _embedded = await EmbeddedProcess.StartAsync(
            Url,
            Settings,
            builder =>
            {
                if (_program == Program.Configstore) builder.AddConfigstore();
                else builder.AddActualizer();
            },
            app =>
            {
                if (_program == Program.Configstore) app.MapConfigstore();
                else app.MapActualizer();
            },
            CancellationToken.None);
    }

    /// <summary>Starts the program itself, as it is deployed, settings by environment, and waits until it answers.</summary>
    public async Task StartChildAsync(params (string Name, string Value)[] settings)
    {
        Set(settings);
        var environment = new Dictionary<string, string?>(Settings) { ["ASPNETCORE_URLS"] = Url.GetLeftPart(UriPartial.Authority), ["KUBE_CONTEXT"] = null };
        _child = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, $"GitOps.{_program}.dll")], AppContext.BaseDirectory, environment);
        await _child.WaitUntilReadyAsync(
            async stop =>
            {
                using var answer = await Http.GetAsync("/health", stop);
                return answer.IsSuccessStatusCode;
            },
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Ends it in good order.</summary>
    public async Task StopAsync()
    {
        if (_embedded is { } embedded)
        {
            _embedded = null;
            await embedded.DisposeAsync();
        }
        if (_child is { } child)
        {
            _child = null;
            await child.DisposeAsync();
            Output.AddRange(child.Output.Lines);
        }
    }

    /// <summary>Ends the child process at once, as a crash or a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        await _child!.KillAsync();
        await StopAsync();
    }

    /// <summary>A client of it that shows this token.</summary>
    public HttpClient CreateClient(string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _port.Dispose();
    }

    private void Set((string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings) Settings[name] = value;
    }
}
