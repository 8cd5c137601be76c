namespace GitOps.Testing.ControlPlane;

/// <summary>
/// One control plane for all tests of an assembly, started by the first that asks, with controllers where there are some of
/// its version (<see cref="KubernetesApiServer.RequireControllers"/>). Tests keep apart by namespace. An assembly that uses it ends it by declaring, outside of any namespace:
/// <code>
/// [SetUpFixture]
/// public sealed class AssemblyTeardown : SharedKubernetesApiServerTeardown;
/// </code>
/// and a fixture takes it (or is skipped, with the reason, where the programs are missing) by:
/// <code>
/// [OneTimeSetUp]
/// public async Task TakeServer() => _server = await SharedKubernetesApiServer.GetAsync();
/// </code>
/// Tests that stop the server or change what is cluster-wide start their own.
/// </summary>
public static class SharedKubernetesApiServer
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static KubernetesApiServer? _server;

    /// <summary>The running server.</summary>
    public static async Task<KubernetesApiServer> GetAsync()
    {
        await Gate.WaitAsync();
        try
        {
            return _server ??= await KubernetesApiServer.StartAsync(new() { ControllerManager = ServerPrograms.HasControllerManager });
        }
        finally
        {
            Gate.Release();
        }
    }

    internal static async Task DisposeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (_server is { } server)
            {
                _server = null;
                await server.DisposeAsync();
            }
        }
        finally
        {
            Gate.Release();
        }
    }
}
