using NUnit.Framework;

namespace GitOps.Testing.ControlPlane;

/// <summary>Ends <see cref="SharedKubernetesApiServer"/> after the last test of an assembly that derives from it.</summary>
public abstract class SharedKubernetesApiServerTeardown
{
    [OneTimeTearDown]
    public async Task EndSharedServer() => await SharedKubernetesApiServer.DisposeAsync();
}
