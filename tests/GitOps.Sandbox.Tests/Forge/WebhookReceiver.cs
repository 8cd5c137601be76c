using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Sandbox.Tests.Forge;

/// <summary>A web server that keeps every webhook delivery that it gets.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Delivery> _deliveries = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single() + "/hook");

    public IReadOnlyCollection<Delivery> Deliveries => _deliveries;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook/{**rest}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public IEnumerable<Delivery> Of(string eventName) => _deliveries.Where(delivery => delivery.Event == eventName);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _deliveries.Enqueue(new Delivery(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
    }

    internal sealed record Delivery(IReadOnlyDictionary<string, string> Headers, byte[] Raw)
    {
        public string Event => Headers["X-Gitea-Event"];

        public JsonElement Body => JsonDocument.Parse(Raw).RootElement;

        public string Text(string member) => Body.GetProperty(member).GetString()!;
    }
}
