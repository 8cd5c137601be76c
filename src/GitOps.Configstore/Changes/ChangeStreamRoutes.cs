using GitOps.Configstore.Access;
using GitOps.Model.Names;
using Microsoft.AspNetCore.Http.Features;

namespace GitOps.Configstore.Changes;

/// <summary>
/// <c>GET /change-stream</c> and <c>GET /change-stream/{producer}</c>: server-sent events
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
/// </summary>
public static class ChangeStreamRoutes
{
    public static IServiceCollection AddChangeStream(this IServiceCollection services)
    {
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<ChangeHub>();
        services.AddHostedService<KeepaliveService>();
        return services;
    }

    public static IEndpointRouteBuilder MapChangeStream(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/change-stream", Task<IResult> (HttpContext context, ChangeHub hub) => StreamAsync(context, hub, null))
            .WithSummary("Follow the changes of all producers")
            .RequireAccess(Permission.Operator);
        routes.MapGet("/change-stream/{producer}", Task<IResult> (string producer, HttpContext context, ChangeHub hub) =>
            ProducerName.TryParse(producer, out var name)
                ? StreamAsync(context, hub, name)
                : Task.FromResult(Results.Problem($"'{producer}' is no producer name.", statusCode: StatusCodes.Status404NotFound)))
            .WithSummary("Follow the changes of one producer")
            .OpenToPods();
        return routes;
    }

    private static async Task<IResult> StreamAsync(HttpContext context, ChangeHub hub, ProducerName? producer)
    {
        var services = context.RequestServices;
        // A stopping process must not wait for its followers; they reconnect to its successor.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        // nginx would otherwise collect events before passing them on.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Who loses the right to follow loses the stream, too.
        var watch = services.GetRequiredService<AccessDoor>().WatchAsync(context, ended);
        using var subscription = hub.Subscribe(producer, context.Request.Headers["Last-Event-ID"], services.GetRequiredService<TimeProvider>());
        try
        {
            await SendAsync(subscription, context.Response, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The follower left, or this process stops.
        }
        finally
        {
            // It reads the request, which is another's as soon as this one is over.
            await ended.CancelAsync();
            await watch;
        }
        return Results.Empty;
    }

    private static async Task SendAsync(Subscription subscription, HttpResponse response, CancellationToken ended)
    {
        foreach (var missed in subscription.Missed) await response.BodyWriter.WriteAsync(missed.Bytes, ended);
        await response.BodyWriter.FlushAsync(ended);
        while (await subscription.Events.WaitToReadAsync(ended))
        {
            // All that is there goes out in one write.
            while (subscription.Events.TryRead(out var next)) Append(response, next.Bytes.Span);
            await response.BodyWriter.FlushAsync(ended);
        }
    }

    private static void Append(HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(response.BodyWriter.GetSpan(bytes.Length));
        response.BodyWriter.Advance(bytes.Length);
    }
}
