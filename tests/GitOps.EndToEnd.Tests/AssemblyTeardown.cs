using GitOps.EndToEnd.Tests.World;
using GitOps.Testing.ControlPlane;

// Outside of any namespace: for the whole assembly.
#pragma warning disable CA1050
[SetUpFixture]
public sealed class AssemblyTeardown : SharedKubernetesApiServerTeardown
{
    [OneTimeTearDown]
    public async Task EndKubelet() => await RealTestCluster.EndKubeletAsync();
}
