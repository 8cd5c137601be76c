using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Configstore.Tests.World;

/// <summary>What an actualizer tells of pods, over real HTTP, as the test says.</summary>
public sealed class FakeActualizer : IAsyncDisposable
{
    public const string Token = "operations-token-of-the-test";

    private readonly WebApplication _server;

    private FakeActualizer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.MapGet("/producers/{producer}/pods", (string producer, string app, HttpRequest request) =>
        {
            Interlocked.Increment(ref _asked);
            if (request.Headers.Authorization != $"Bearer {Token}") return Results.Unauthorized();
            if (Failure is { } status) return Results.StatusCode(status);
            return Results.Json(new { items = Pods.Where(pod => pod.Key.StartsWith($"{app}-{producer}-", StringComparison.Ordinal)).Select(pod => new { name = pod.Key, app, created = pod.Value }) });
        });
    }

    private int _asked;

    public Uri Url => new(_server.Urls.First());

    /// <summary>Name and time of creation of the pods that run.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Pods { get; } = new();

    /// <summary>When set, every listing is answered with this status.</summary>
    public int? Failure { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<FakeActualizer> StartAsync()
    {
        var actualizer = new FakeActualizer();
        await actualizer._server.StartAsync();
        return actualizer;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
