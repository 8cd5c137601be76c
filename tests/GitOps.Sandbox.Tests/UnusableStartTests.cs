using GitOps.Testing;

namespace GitOps.Sandbox.Tests;

/// <summary>What the program says when it cannot start for a reason that its user can mend: one sentence, and no stack trace.</summary>
public sealed class UnusableStartTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void CreateDirectory() => _folder = new TemporaryDirectory("unusable");

    [TearDown]
    public void RemoveDirectory() => _folder.Dispose();

    [Test]
    public Task Start_WithDamagedSecrets_NamesTheFileAndQuotesNothingOfIt() =>
        AssertRefusesAsync("secrets.json", "{\"AdminToken\": topsecret", refused: ["secrets.json", "damaged"], unsaid: "topsecret");

    [Test]
    public Task Start_WithADamagedCluster_NamesTheFile() =>
        AssertRefusesAsync("cluster/cluster.snapshot", "nonsense", refused: ["cluster.snapshot", "Remove the file"]);

    [Test]
    public Task Start_WithADamagedForge_NamesTheFile() =>
        AssertRefusesAsync("forge/forge.json", "nonsense", refused: ["forge.json", "Restore the file"]);

    [Test]
    public Task Start_WithAnUnusableKubeconfig_NamesTheFile() =>
        AssertRefusesAsync("given.yaml", "nonsense", kubeconfig: "given.yaml", refused: ["given.yaml", "no kubeconfig"]);

    [Test]
    public Task Start_WithAFileForDataDirectory_SaysWhatToDo() =>
        AssertRefusesAsync("file", "nonsense", data: "file", refused: [_folder["file"], "Name another with --data"]);

    private async Task AssertRefusesAsync(string file, string content, string[] refused, string data = "", string? kubeconfig = null, string unsaid = "   at ")
    {
        string[] cluster = kubeconfig is null ? [] : ["--kubeconfig", _folder[kubeconfig]];
        var path = _folder[file];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
        await using var sandbox = ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "GitOps.Sandbox.dll"), "--ports", "auto", "--data", Path.Combine(_folder.Path, data), .. cluster],
            AppContext.BaseDirectory);

        Assert.That(await sandbox.WaitForExitAsync().WaitAsync(Deadline), Is.EqualTo(1));
        var said = sandbox.Output.ToString();
        foreach (var part in refused) Assert.That(said, Does.Contain(part));
        Assert.That(said, Does.Contain("did not start").And.Not.Contain("   at ").And.Not.Contain(unsaid));
    }
}
