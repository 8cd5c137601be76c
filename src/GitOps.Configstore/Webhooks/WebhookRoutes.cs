using System.Globalization;
using GitOps.Configstore.GitApi;
using GitOps.Gitea.Webhooks;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// <c>POST /hook</c>: 401 without a signature of the right form, before anything is read; 413 when the body is too large; 408 when it is too
/// slow; 429 for a source of which too many were wrong; 401 without the right signature, before anything is parsed; 400 when it names no
/// repository; 200 <c>{"ok":true}</c> otherwise.
/// </summary>
public static class WebhookRoutes
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookKey>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookIntake>();
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
        HttpContext context, WebhookIntake intake, WebhookKey key, WebhookQueue queue, WebhookMetrics metrics, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var headers = WebhookHeaders.From(context.Request.Headers);
        if (headers is { Signature: null, HubSignature256: null }) return Refuse(metrics, "unsigned", StatusCodes.Status401Unauthorized, "X-Gitea-Signature is missing.");
        if (!WebhookSignature.HasForm(headers))
            return Refuse(metrics, "wrong-signature", StatusCodes.Status401Unauthorized, "X-Gitea-Signature is no SHA-256 in hexadecimal digits.");
        // Gitea's hook of before a change of the secret, until it is replaced: nobody's mistake, and no guess.
        if (context.Request.Query["key"] is [{ } named] && named != key.Id)
            return Refuse(metrics, "wrong-signature", StatusCodes.Status401Unauthorized, "The hook is of another WEBHOOK_SECRET.");

        byte[] body;
        try
        {
            body = await intake.ReadAsync(context, bytes => WebhookSignature.Verify(settings.WebhookSecret, bytes, headers) == WebhookVerdict.Genuine, cancellation);
        }
        catch (WebhookRefusedException refused)
        {
            if (refused.RetryAfter is { } pause) context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Refuse(metrics, refused.Result, refused.Status, refused.Message);
        }
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

    private static IResult Refuse(WebhookMetrics metrics, string result, int status, string reason)
    {
        metrics.Received(result);
        return Results.Problem(reason, statusCode: status);
    }
}
