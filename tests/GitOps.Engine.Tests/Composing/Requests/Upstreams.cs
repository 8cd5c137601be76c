using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using GitOps.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOps.Engine.Tests.Composing.Requests;

/// <summary>
/// Stands for what runs behind a gateway. Each address of the cluster leads to a server of its own that answers who it is and what it
/// was asked; the gateway's connections are led there, its configuration stays as it was composed.
/// </summary>
internal sealed class Upstreams : IAsyncDisposable
{
    // Sockets are given another address when they connect, as the cluster's DNS and Services would.
    private const string Redirect =
        """
        const net = require('net');
        const services = JSON.parse(process.env.TEST_SERVICES);
        const connect = net.Socket.prototype.connect;
        net.Socket.prototype.connect = function (...args) {
          const options = Array.isArray(args[0]) ? args[0][0] : args[0];
          const port = options && typeof options === 'object' ? services[`${options.host}:${options.port}`] : undefined;
          if (port) Object.assign(options, { host: '127.0.0.1', port });
          return connect.apply(this, args);
        };
        """;

    private readonly TemporaryDirectory _folder = new("upstreams");
    private readonly List<WebApplication> _servers = [];
    private readonly Dictionary<string, int> _ports = [];

    /// <param name="addresses">Each <c>host:port</c>, as the gateway's configuration names it.</param>
    public static async Task<Upstreams> StartAsync(params string[] addresses)
    {
        var upstreams = new Upstreams();
        foreach (var address in addresses) upstreams._ports[address] = await upstreams.StartOneAsync(address);
        upstreams._folder.Write("redirect.js", Redirect);
        return upstreams;
    }

    /// <summary>What was asked of all of them.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Variables that lead a gateway's connections here.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Environment =>
    [
        new("NODE_OPTIONS", $"--require={_folder["redirect.js"]}"),
        new("TEST_SERVICES", JsonSerializer.Serialize(_ports)),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<int> StartOneAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(context =>
        {
            var asked = $"{address} {context.Request.Method} {context.Request.Path}";
            Requests.Enqueue(asked);
            return context.Response.WriteAsync(asked);
        });
        _servers.Add(server);
        await server.StartAsync();
        var addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.Single()).Port;
    }
}
