using GitOps.Testing;

namespace GitOps.Hosting.Tests.Testing;

public sealed class ChildProcessTests
{
    [Test]
    public async Task WaitForExitAsync_ProgramWrites_KeepsBothOutputs()
    {
        await using var child = ChildProcess.Start("sh", ["-c", "echo out; echo err >&2; exit 3"]);

        var code = await child.WaitForExitAsync();

        Assert.That(code, Is.EqualTo(3));
        Assert.That(child.Output.Lines, Is.EquivalentTo(new[] { "out", "err" }));
    }

    [Test]
    public async Task WaitUntilReadyAsync_ProgramEndsFirst_ShowsItsOutput()
    {
        await using var child = ChildProcess.Start("sh", ["-c", "echo no such flag; exit 1"]);

        var error = Assert.ThrowsAsync<ChildProcessException>(
            () => child.WaitUntilReadyAsync(_ => Task.FromResult(false), TimeSpan.FromSeconds(30)));

        Assert.That(error!.Message, Does.Contain("code 1").And.Contain("no such flag"));
    }

    [Test]
    public async Task DisposeAsync_ProgramHasChildren_EndsThemAll()
    {
        var child = ChildProcess.Start("sh", ["-c", "(trap '' TERM; exec sleep 600) & echo $!; wait"]);
        await Eventually.That(() => child.Output.Lines, Has.Count.EqualTo(1));
        var grandchild = int.Parse(child.Output.Lines[0], System.Globalization.CultureInfo.InvariantCulture);

        await child.DisposeAsync();

        await Eventually.That(() => IsRunning(grandchild), Is.False);
    }

    private static bool IsRunning(int id)
    {
        var status = $"/proc/{id}/status";
        return File.Exists(status) && !File.ReadAllText(status).Contains("State:\tZ", StringComparison.Ordinal);
    }
}
