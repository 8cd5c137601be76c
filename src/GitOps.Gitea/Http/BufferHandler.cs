namespace GitOps.Gitea.Http;

/// <summary>
/// Lets a bounded number of requests out at once and reads each answer whole before it counts as one, so that a body
/// that breaks off is a failed try and never half a document.
/// </summary>
internal sealed class BufferHandler(int maxConcurrency, int maxBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly SemaphoreSlim _slots = new(maxConcurrency);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
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
        finally
        {
            _slots.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _slots.Dispose();
        }

        base.Dispose(disposing);
    }
}
