namespace GitOps.Gitea.Http;

/// <summary>
/// Reads each answer whole before it counts as one, so that a body that breaks off is a failed try and never half a
/// document, and one that is too large is an error and never memory.
/// </summary>
internal sealed class BufferHandler(int maxBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
