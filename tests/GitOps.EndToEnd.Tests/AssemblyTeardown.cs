using GitOps.EndToEnd.Tests.World;
using GitOps.Testing.ControlPlane;

// Every test has a world of its own and mostly waits for it.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]

// Outside of any namespace: for the whole assembly.
#pragma warning disable CA1050
[SetUpFixture]
public sealed class AssemblyTeardown : SharedKubernetesApiServerTeardown
{
    [OneTimeTearDown]
    public async Task EndKubelet() => await RealTestCluster.EndKubeletAsync();
}
