using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>
/// Posts events to webhooks, once each: like Gitea, it never tries again, and a receiver that fails shows only in the
/// log. Connections are kept open between deliveries.
/// </summary>
internal sealed class WebhookSender(TimeSpan timeout, ILogger<WebhookSender> log) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10), UseProxy = false }) { Timeout = timeout };

    /// <param name="eventName">As in <c>X-Gitea-Event</c>: push, create, delete, repository.</param>
    /// <param name="payload">The JSON that is signed and sent.</param>
    public async Task SendAsync(Webhook hook, string eventName, byte[] payload, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = Content(hook, payload) };
        var delivery = Guid.NewGuid().ToString();
        var target = hook.IsSystem ? "system" : "repository";
        foreach (var vendor in (string[])["X-Gitea-", "X-GitHub-", "X-Gogs-"])
        {
            request.Headers.Add(vendor + "Delivery", delivery);
            request.Headers.Add(vendor + "Event", eventName);
            request.Headers.Add(vendor + "Event-Type", eventName);
        }

        request.Headers.Add("X-Gitea-Hook-Installation-Target-Type", target);
        request.Headers.Add("X-GitHub-Hook-Installation-Target-Type", target);
        // Without a secret Gitea sends the headers all the same, with empty signatures.
        var key = Encoding.UTF8.GetBytes(hook.Secret);
        var sha256 = key.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(key, payload));
#pragma warning disable CA5350 // The legacy header is SHA-1 by definition.
        var sha1 = key.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA1.HashData(key, payload));
#pragma warning restore CA5350
        request.Headers.Add("X-Gitea-Signature", sha256);
        request.Headers.Add("X-Gogs-Signature", sha256);
        request.Headers.Add("X-Hub-Signature", "sha1=" + sha1);
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + sha256);
        if (hook.AuthorizationHeader.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", hook.AuthorizationHeader);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                log.LogWarning("Webhook {Hook}: {Event} {Delivery} was answered with {Status}", hook.Id, eventName, delivery, (int)response.StatusCode);
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("Webhook {Hook}: {Event} {Delivery} could not be delivered: {Reason}", hook.Id, eventName, delivery, error.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Content(Webhook hook, byte[] payload)
    {
        var isForm = hook.ContentType == "form";
        var content = new ByteArrayContent(isForm ? Encoding.ASCII.GetBytes("payload=" + Uri.EscapeDataString(Encoding.UTF8.GetString(payload))) : payload);
        content.Headers.ContentType = new MediaTypeHeaderValue(isForm ? "application/x-www-form-urlencoded" : "application/json");
        return content;
    }
}
