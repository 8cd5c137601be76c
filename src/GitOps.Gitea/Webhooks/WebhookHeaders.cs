using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GitOps.Gitea.Webhooks;

/// <summary>The headers of a delivery that count. A header that came twice is taken as what it is not: joined, so that nothing matches it.</summary>
/// <param name="Signature">X-Gitea-Signature: hexadecimal HMAC-SHA256 of the payload.</param>
/// <param name="HubSignature256">X-Hub-Signature-256: the same after <c>sha256=</c>.</param>
/// <param name="Event">X-Gitea-Event: <c>push</c>, <c>create</c>, <c>delete</c>, <c>repository</c>, …</param>
/// <param name="DeliveryId">X-Gitea-Delivery: a UUID, new for each delivery.</param>
public sealed record WebhookHeaders(string? Signature, string? HubSignature256, string? Event, string? DeliveryId, string? ContentType)
{
    public static WebhookHeaders From(IHeaderDictionary headers) => new(
        Text(headers["X-Gitea-Signature"]),
        Text(headers["X-Hub-Signature-256"]),
        Text(headers["X-Gitea-Event"]),
        Text(headers["X-Gitea-Delivery"]),
        Text(headers.ContentType));

    private static string? Text(StringValues values) => values.Count == 0 ? null : values.ToString();
}
