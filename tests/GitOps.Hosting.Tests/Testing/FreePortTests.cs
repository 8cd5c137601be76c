using GitOps.Testing;

namespace GitOps.Hosting.Tests.Testing;

public sealed class FreePortTests
{
    [Test]
    public void Reserve_ManyAtOnce_AreAllDifferent()
    {
        List<FreePort> ports = [.. Enumerable.Range(0, 50).Select(_ => FreePort.Reserve())];

        Assert.That(ports.Select(port => port.Number), Is.Unique);

        ports.ForEach(port => port.Dispose());
    }
}
