using GitOps.Hosting;
using GitOps.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOps.Configstore.Tests.World;

/// <summary>A configstore as its own process would be, on a port of its own, over real HTTP.</summary>
public sealed class ConfigstoreProcess : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConfigstoreProcess(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
        Client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ConfigstoreProcess> StartAsync(FreePort port, IReadOnlyDictionary<string, string?> settings)
    {
        var url = new Uri($"http://127.0.0.1:{port.Number}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url.ToString());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddGitOpsDefaults();
        builder.AddConfigstore();
        // The log goes with the test's output, where a failure needs it.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider, TestOutputLogger>();
        var app = builder.Build();
        app.UseGitOpsDefaults();
        app.MapOperations();
        app.MapConfigstore();
        await app.StartAsync();
        return new ConfigstoreProcess(app, url);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
