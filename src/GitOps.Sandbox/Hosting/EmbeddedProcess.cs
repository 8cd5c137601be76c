using System.Diagnostics;
using GitOps.Hosting;
using GitOps.Hosting.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GitOps.Sandbox.Hosting;

/// <summary>
/// A process of the house run inside this one: the same parts, the same routes, settings from a dictionary instead of the
/// environment, so that nothing of the machine leaks in. Several run side by side; they share no state.
/// </summary>
public sealed class EmbeddedProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadinessPause = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _app;

    private EmbeddedProcess(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
    }

    /// <summary>Where it listens, on loopback.</summary>
    public Uri Url { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="url">Loopback address to listen on; port 0 takes a free one.</param>
    /// <param name="settings">Environment variable to value.</param>
    /// <param name="add">Adds the process's parts.</param>
    /// <param name="map">Maps its routes.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="SettingsException">The settings cannot be used; lists all mistakes.</exception>
    public static async Task<EmbeddedProcess> StartAsync(
        Uri url,
        IReadOnlyDictionary<string, string?> settings,
        Action<WebApplicationBuilder> add,
        Action<WebApplication> map,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseKestrelCore().UseUrls(url.ToString()).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.AddGitOpsDefaults();
        add(builder);
        builder.SettingsCatalogue().ThrowIfInvalid();
        var app = builder.Build();
        try
        {
            app.UseGitOpsDefaults();
            app.UseRouting();
            app.MapOperations();
            map(app);
            app.UseEndpoints(_ => { });
            await app.StartAsync(cancellationToken);
            return new EmbeddedProcess(app, new Uri(app.Urls.Single()));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it can do its work, as its <c>/ready</c> tells it.</summary>
    /// <param name="name">What it is, for the error.</param>
    /// <param name="within">How long is waited.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="IOException">It was not ready in time; the message says what it waits for.</exception>
    public async Task UntilReadyAsync(string name, TimeSpan within, CancellationToken cancellationToken)
    {
        var health = Services.GetRequiredService<HealthCheckService>();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var report = await health.CheckHealthAsync(check => check.Tags.Contains(ProcessDefaults.ReadyTag), cancellationToken);
            if (report.Status != HealthStatus.Unhealthy) return;
            if (Stopwatch.GetElapsedTime(started) > within)
            {
                var reasons = report.Entries.Values.Where(entry => entry.Status == HealthStatus.Unhealthy).Select(entry => entry.Description);
                throw new IOException($"The {name} was not ready within {within.TotalSeconds:0} s: {string.Join("; ", reasons)}.");
            }
            await Task.Delay(ReadinessPause, cancellationToken);
        }
    }

    /// <summary>Ends it as SIGTERM would: what is under way is finished.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
