using System.Net;
using System.Net.Sockets;
using GitOps.Sandbox.Hosting;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests;

/// <summary>Which ports a sandbox with <c>--ports auto</c> takes.</summary>
public sealed class SandboxPortsTests
{
    private TemporaryDirectory _data = null!;

    [SetUp]
    public void CreateDirectory() => _data = new TemporaryDirectory("ports");

    [TearDown]
    public void RemoveDirectory() => _data.Dispose();

    [Test]
    public void KeptIn_NewData_LetsTheSystemChoose() =>
        Assert.That(SandboxPorts.KeptIn(_data.Path), Is.EqualTo(SandboxPorts.Automatic));

    [Test]
    public void KeptIn_AfterKeep_AreTheSame()
    {
        var ports = new SandboxPorts(Forge: 20001, Configstore: 20002, Actualizer: 20003, Cluster: 20004);

        ports.Keep(_data.Path);

        Assert.That(SandboxPorts.KeptIn(_data.Path), Is.EqualTo(ports));
    }

    [Test]
    public void KeptIn_DamagedFile_LetsTheSystemChoose()
    {
        File.WriteAllText(_data["ports.json"], "nonsense");

        Assert.That(SandboxPorts.KeptIn(_data.Path), Is.EqualTo(SandboxPorts.Automatic));
    }

    [Test]
    public void Near_FreePort_IsThatPort()
    {
        using var port = FreePort.Reserve();

        Assert.That(LoopbackAddress.Near("forge", port.Number).Port, Is.EqualTo(port.Number));
    }

    [Test]
    public void Near_TakenPort_IsAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.That(LoopbackAddress.Near("forge", port).Port, Is.Not.EqualTo(port));
    }
}
