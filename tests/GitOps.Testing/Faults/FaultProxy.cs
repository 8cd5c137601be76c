using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GitOps.Testing.Faults;

/// <summary>
/// An HTTP/1.1 server on loopback that passes every request on to another server, as it streams, and does to it what a
/// test says. Counts what passes. When the server behind cannot be reached, the client's connection is reset.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly ConcurrentDictionary<CancellationTokenSource, ProxiedRequest> _open = new();
    private readonly ProxyGate _gate = new();
    private readonly HttpClient _upstream;
    private readonly WebApplication _server;

    private FaultProxy(Uri upstream, X509Certificate2? upstreamAuthority)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = int.MaxValue,
        };
        if (upstreamAuthority is not null)
        {
            handler.SslOptions = LoopbackCertificates.Trusting(upstreamAuthority);
        }

        _upstream = new HttpClient(handler) { BaseAddress = upstream, Timeout = Timeout.InfiniteTimeSpan };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    /// <summary>The proxy's own address, to be given to the client in place of the server's.</summary>
    public Uri Url => new(_server.Urls.First());

    /// <summary>What goes wrong, from now on.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>Every request so far, oldest first.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <param name="upstream">The server's address, http or https, without a path.</param>
    /// <param name="upstreamAuthority">The only authority to trust for https; null: the system's.</param>
    public static async Task<FaultProxy> StartAsync(
        Uri upstream, X509Certificate2? upstreamAuthority = null, CancellationToken cancellation = default)
    {
        var proxy = new FaultProxy(upstream, upstreamAuthority);
        await proxy._server.StartAsync(cancellation);
        return proxy;
    }

    /// <summary>The network falls silent: new requests wait, and open streams stand still, until <see cref="Resume"/>.</summary>
    public void Pause() => _gate.Close();

    /// <summary>What waited goes on; nothing was lost.</summary>
    public void Resume() => _gate.Open();

    /// <summary>Resets every connection on which an answer is awaited or streaming, such as a watch.</summary>
    public void ResetOpenRequests()
    {
        // The requests' own handlers do it: a connection may be gone, or another request's, by the time we got there.
        foreach (var stop in _open.Keys)
        {
            stop.Cancel();
        }
    }

    /// <summary>Forgets the requests so far: for counting from here.</summary>
    public void ClearRequests() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        ResetOpenRequests();
        await _server.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var request = new ProxiedRequest(
            context.Request.Method, query < 0 ? target : target[..query], query < 0 ? "" : target[query..]);
        _requests.Enqueue(request);

        // Never disposed, as it may be cancelled at any time; it holds nothing.
        var stop = new CancellationTokenSource();
        using var clientGone = context.RequestAborted.Register(stop.Cancel);
        _open[stop] = request;
        var exchange = new ProxyExchange(context, request, _upstream, _gate, stop.Token);
        try
        {
            await _gate.WaitAsync(stop.Token);
            await (Faults.Find(request)?.HappenAsync(exchange) ?? exchange.PassAsync());
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            exchange.Reset();
        }
        finally
        {
            _open.TryRemove(stop, out _);
        }
    }
}
