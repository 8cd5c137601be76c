using GitOps.Hosting.Browsers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GitOps.Sandbox.Forge;

/// <summary>An embedded forge behind a web server of its own on a loopback port.</summary>
public sealed class ForgeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForgeServer(WebApplication app, Uri url)
    {
        (_app, Url) = (app, url);
        Forge = app.Services.GetRequiredService<EmbeddedForge>();
    }

    /// <summary>Where it listens, as in <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Url { get; }

    public EmbeddedForge Forge { get; }

    /// <inheritdoc cref="EmbeddedForge.AdminToken"/>
    public string AdminToken => Forge.AdminToken;

    /// <inheritdoc cref="EmbeddedForge.Requests"/>
    public ForgeRequestCounters Requests => Forge.Requests;

    /// <param name="port">The port to listen on; 0 takes a free one.</param>
    /// <param name="configureLogging">Where the log goes; nowhere unless told.</param>
    /// <param name="time">The clock; the system's unless told.</param>
    public static async Task<ForgeServer> StartAsync(
        ForgeOptions options, int port = 0, Action<ILoggingBuilder>? configureLogging = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        configureLogging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddForge(options);
        var app = builder.Build();
        try
        {
            app.UseLoopbackOnly();
            app.MapForge();
            await app.StartAsync(cancellation);
            var url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            var server = new ForgeServer(app, url);
            server.Forge.LearnUrl(url);
            return server;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
