using System.Net;
using System.Text.Json;
using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Http;

/// <summary>Turns every answer that is no success into its typed error, so that no caller ever sees a failed answer's body as data.</summary>
internal sealed class StatusHandler(TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxQuoted = 300;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        using (response)
        {
            throw ToException(request, response, await ReadErrorAsync(response, cancellationToken));
        }
    }

    private static async Task<ErrorBody?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), GiteaJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private GiteaException ToException(HttpRequestMessage request, HttpResponseMessage response, ErrorBody? error)
    {
        var status = response.StatusCode;
        var code = (int)status;
        var reason = error?.Message is { Length: > 0 } message ? Shorten(string.Join("; ", error.Errors?.Prepend(message) ?? [message])) : "no reason given";
        var what = $"{RequestText.Of(request)}: {code}, {reason}";
        return code switch
        {
            401 => new GiteaUnauthorizedException($"{what}. The token is missing, wrong or revoked: give one that is valid.") { Status = status },
            403 => new GiteaForbiddenException($"{what}. Give the token the scope, or its user the right, that this needs.") { Status = status },
            404 when error?.Message is not null => new GiteaNotFoundException(
                $"{what}. It does not exist, or this token's user may not see it.")
            { Status = status },
            409 => Conflict(what, status),
            423 when error?.Message is not null => new GiteaForbiddenException($"{what}. The repository is archived or a mirror: nobody writes to it.") { Status = status },
            422 when IsConflict(error?.Message) => Conflict(what, status),
            400 or 422 when error?.Message is not null => new GiteaValidationException(
                $"{what}. Correct what was asked; asking again will not help.")
            { Status = status },
            429 => new GiteaRateLimitedException($"{what}. Ask less often, or raise the limit of the proxy before Gitea.")
            {
                Status = status,
                RetryAfter = RetryHandler.RetryAfter(response, time),
            },
            >= 500 => new GiteaUnavailableException($"{what}. Gitea or a proxy before it is failing: see its log.") { Status = status },
            _ => new GiteaProtocolException(
                $"{what} ({response.Content.Headers.ContentType?.MediaType ?? "no content"}). This is not an answer of Gitea's API: "
                + "check the base URL and the proxies before it.")
            { Status = status },
        };
    }

    private static GiteaConflictException Conflict(string what, HttpStatusCode status) =>
        new($"{what}. Somebody else was there first: read again, then decide.") { Status = status };

    // Gitea answers 422 both for a malformed request and for a lost race; only its words tell them apart.
    private static bool IsConflict(string? message) => message is not null
        && (message.Contains("already exists", StringComparison.Ordinal)
            || message.Contains("already in use", StringComparison.Ordinal)
            || message.Contains("has been used", StringComparison.Ordinal)
            || message.Contains("has already been added", StringComparison.Ordinal)
            || message.Contains("sha does not match", StringComparison.Ordinal)
            || message.Contains("still has ownership", StringComparison.Ordinal));

    private static string Shorten(string text) => text.Length <= MaxQuoted ? text : string.Concat(text.AsSpan(0, MaxQuoted), "…");
}
