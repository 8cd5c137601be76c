using System.Net;
using GitOps.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>A whole actualizer as its process would run it, in this process.</summary>
internal sealed class RunningActualizer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningActualizer(WebApplication app, TestOutputLoggerProvider log) => (_app, Log) = (app, log);

    public TestOutputLoggerProvider Log { get; }

    public IServiceProvider Services => _app.Services;

    public HttpClient Http => field ??= new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };

    /// <param name="configstore">Desired state.</param>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="namespace">The target namespace.</param>
    /// <param name="settings">Further settings by their environment variables.</param>
    /// <param name="configure">Replaces parts.</param>
    public static async Task<RunningActualizer> StartAsync(
        Uri configstore, string kubeconfig, string @namespace, IEnumerable<(string Name, string Value)>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CONFIGSTORE_URL"] = configstore.ToString(),
            ["KUBECONFIG"] = kubeconfig,
            ["ACTUALIZER_TARGET_NAMESPACE"] = @namespace,
            ["CUSTOMER_DOMAIN"] = $"{@namespace}.example.com",
            ["SLEEP_TIME"] = "500",
            ["REPLICAS"] = "0",
            ["MIN_READY_SECONDS"] = "0",
            ["GRACE_PERIOD"] = "0",
            ["LEADER_ELECTION"] = "false",
            ["REDIS_AUTHENTICATION"] = "Off",
            ["LOG_LEVEL"] = "Warning",
        });
        builder.Configuration.AddInMemoryCollection((settings ?? []).Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddGitOpsDefaults();
        builder.Logging.ClearProviders();
        var log = new TestOutputLoggerProvider();
        builder.Logging.AddProvider(log);
        builder.AddActualizer();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseGitOpsDefaults();
        app.MapOperations();
        app.MapActualizer();
        await app.StartAsync();
        return new RunningActualizer(app, log);
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
