namespace GitOps.Gitea.Http;

/// <summary>Puts the credential on each request that does not bring its own.</summary>
internal sealed class AuthorizationHandler(GiteaCredential? credential, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= credential?.Header;
        return base.SendAsync(request, cancellationToken);
    }
}
