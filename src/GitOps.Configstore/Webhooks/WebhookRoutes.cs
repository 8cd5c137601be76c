using System.Buffers;
using System.IO.Pipelines;
using GitOps.Configstore.GitApi;
using GitOps.Gitea.Webhooks;
using Microsoft.AspNetCore.Http.Features;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// <c>POST /hook</c>: 401 without a valid signature, before anything is parsed; 413 when the body is too large, before it is read
/// whole; 400 when it names no repository; 200 <c>{"ok":true}</c> otherwise.
/// </summary>
public static class WebhookRoutes
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookKey>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookQueue>());
        services.AddSingleton<HookRegistration>();
        services.AddHostedService<HookRegistrationService>();
        return services;
    }

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/hook", ReceiveAsync).WithSummary("Gitea's webhook, signed").AllowAnonymous();
        return routes;
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, WebhookQueue queue, WebhookMetrics metrics, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = settings.WebhookMaxBytes;
        if (request.ContentLength > settings.WebhookMaxBytes) return Refuse(metrics, "too-large", StatusCodes.Status413PayloadTooLarge, $"A webhook may have {settings.WebhookMaxBytes} bytes.");
        var headers = WebhookHeaders.From(request.Headers);
        // What has no signature at all is not even read.
        if (headers is { Signature: null, HubSignature256: null }) return Refuse(metrics, "unsigned", StatusCodes.Status401Unauthorized, "X-Gitea-Signature is missing.");

        byte[] body;
        try
        {
            body = await ReadAsync(request.BodyReader, settings.WebhookMaxBytes, cancellation);
        }
        catch (BadHttpRequestException malformed)
        {
            return malformed.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Refuse(metrics, "too-large", StatusCodes.Status413PayloadTooLarge, $"A webhook may have {settings.WebhookMaxBytes} bytes.")
                : Refuse(metrics, "malformed", StatusCodes.Status400BadRequest, "The body could not be read.");
        }
        if (WebhookSignature.Verify(settings.WebhookSecret, body, headers) != WebhookVerdict.Genuine)
            return Refuse(metrics, "wrong-signature", StatusCodes.Status401Unauthorized, "The signature does not fit the body.");
        try
        {
            var isQueued = queue.TryEnqueue(WebhookPayload.Parse(body, headers), headers.DeliveryId ?? "");
            metrics.Received(isQueued ? "accepted" : "dropped");
            return Results.Json(new OkAnswer(true), ConfigstoreJson.Default.OkAnswer);
        }
        catch (WebhookPayloadException malformed)
        {
            return Refuse(metrics, "malformed", StatusCodes.Status400BadRequest, malformed.Message);
        }
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, int maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > maxBytes) throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static IResult Refuse(WebhookMetrics metrics, string result, int status, string reason)
    {
        metrics.Received(result);
        return Results.Problem(reason, statusCode: status);
    }
}
