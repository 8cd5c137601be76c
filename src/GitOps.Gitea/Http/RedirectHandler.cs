using System.Net;
using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Http;

/// <summary>
/// Follows the redirects of a renamed repository (301 in Gitea 1.26, 307 in 1.21) for GET, to the same origin only and
/// with the same headers; HttpClient's own following would drop the Authorization header. Anything else that redirects
/// is an error: a login page, or a write to a name that is no longer the repository's.
/// </summary>
internal sealed class RedirectHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxRedirects = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var origin = request.RequestUri;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            for (var followed = 0; IsRedirect(response.StatusCode); followed++)
            {
                var target = Target(request, response);
                response.Dispose();
                if (followed == MaxRedirects)
                {
                    throw new GiteaProtocolException($"{RequestText.Of(request)}: more than {MaxRedirects} redirects. Check the proxies before Gitea.");
                }

                request.RequestUri = target;
                response = await base.SendAsync(request, cancellationToken);
            }

            return response;
        }
        finally
        {
            request.RequestUri = origin;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        var from = request.RequestUri!;
        if (request.Method != HttpMethod.Get)
        {
            throw new GiteaProtocolException(
                $"{RequestText.Of(request)}: Gitea redirects, which is followed for reading only. "
                + "The repository was renamed or the base URL is not the canonical one: read its present name first.")
            { Status = response.StatusCode };
        }

        var target = response.Headers.Location is { } location ? new Uri(from, location) : null;
        if (target is null || Uri.Compare(from, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new GiteaProtocolException(
                $"{RequestText.Of(request)}: redirected to {target?.GetLeftPart(UriPartial.Authority) ?? "nowhere"}, another origin, where the credential "
                + "does not go. Make the base URL the one that Gitea calls its own.")
            { Status = response.StatusCode };
        }

        return target;
    }
}
