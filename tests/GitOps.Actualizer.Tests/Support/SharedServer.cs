using GitOps.Testing.ControlPlane;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>One API server without controllers for all tests: what a Deployment's status says is up to the test.</summary>
internal static class SharedServer
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static KubernetesApiServer? _server;

    public static async Task<KubernetesApiServer> GetAsync()
    {
        await Gate.WaitAsync();
        try
        {
            return _server ??= await KubernetesApiServer.StartAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    public static async Task EndAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }
}
