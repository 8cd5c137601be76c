namespace GitOps.Configstore.GitApi;

/// <summary>Lets a bounded number of requests of the git-api ask Gitea at once; the others wait their turn.</summary>
public sealed class UserRequestLimit(ConfigstoreSettings settings) : IEndpointFilter, IDisposable
{
    private readonly SemaphoreSlim _turns = new(settings.UserRequests);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await _turns.WaitAsync(context.HttpContext.RequestAborted);
        try
        {
            return await next(context);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
