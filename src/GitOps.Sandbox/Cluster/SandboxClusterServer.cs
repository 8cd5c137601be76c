using System.Net;
using System.Text;
using GitOps.Hosting.Browsers;
using GitOps.Sandbox.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GitOps.Sandbox.Cluster;

/// <summary>A sandbox cluster behind a port of its own on the loopback interface, for tests and for the sandbox.</summary>
public sealed class SandboxClusterServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxClusterServer(WebApplication app, ClusterOptions options)
    {
        _app = app;
        Cluster = app.Services.GetRequiredService<SandboxCluster>();
        Token = options.Token;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Url = new Uri(addresses.Addresses.First());
    }

    /// <summary>The cluster itself.</summary>
    public SandboxCluster Cluster { get; }

    /// <summary>For example <c>http://127.0.0.1:43125/</c>.</summary>
    public Uri Url { get; }

    /// <summary>The bearer token that requests carry; null when none is asked for.</summary>
    public string? Token { get; }

    /// <summary>Requests by verb and resource.</summary>
    public RequestCounters Requests => Cluster.Requests;

    /// <summary>Starts a cluster; it serves when the task completes.</summary>
    /// <param name="port">Zero for a free one.</param>
    /// <param name="logging">Adds where the server logs to; without it nothing is logged.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxClusterServer> StartAsync(Action<ClusterOptions>? configure = null, int port = 0,
        TimeProvider? clock = null, Action<ILoggingBuilder>? logging = null, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        logging?.Invoke(builder.Logging);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.Services.AddSandboxCluster(configure);
        var app = builder.Build();
        app.UseLoopbackOnly();
        app.UseRouting();
        app.MapSandboxCluster();
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new SandboxClusterServer(app, app.Services.GetRequiredService<ClusterOptions>());
    }

    /// <summary>Writes a kubeconfig for this cluster that only its owner can read.</summary>
    public void WriteKubeconfig(string path)
    {
        var user = Token is null ? "{}" : $"{{\"token\": \"{Token}\"}}";
        var text = $$"""
            apiVersion: v1
            kind: Config
            current-context: sandbox
            clusters:
            - name: sandbox
              cluster: {"server": "{{Url.GetLeftPart(UriPartial.Authority)}}"}
            users:
            - name: sandbox
              user: {{user}}
            contexts:
            - name: sandbox
              context: {"cluster": "sandbox", "user": "sandbox", "namespace": "default"}

            """;
        PrivateFile.Write(path, Encoding.UTF8.GetBytes(text));
    }

    public async ValueTask DisposeAsync()
    {
        Cluster.Stop();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
