using System.Net;

namespace GitOps.Gitea.Http;

/// <summary>Notes what each try tells of Gitea itself: whether it was reached, and what its clock shows.</summary>
internal sealed class ServerHandler(GiteaServer server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error) when (error.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded)
        {
            server.Interrupted();
            throw;
        }

        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable)
        {
            server.Interrupted();
        }
        else if (response.Headers.Date is { } date)
        {
            server.Answered(date);
        }

        return response;
    }
}
