using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;

namespace GitOps.Configstore.Tests.Storage;

[Platform(Exclude = "Win")]
public sealed class DataDirectoryTests
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Test]
    public async Task DataDirectory_NewFilesAndThoseThatOthersCouldRead_AreTheOwnersAlone()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        await world.Forge.CommitAsync(
            "customer-al", "dev", [.. Enumerable.Range(0, 50).Select(i => ForgeFile.Text($"common/models/m{i}.json", $"{{\"name\":\"m{i}\"}}"))], "Models");
        var old = Path.Combine(world.DataDirectory, "blobs", "aa", new string('b', 38));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(world.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
            Directory.CreateDirectory(Path.GetDirectoryName(old)!);
            await File.WriteAllTextAsync(old, "from before");
            File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.GroupRead);
        }

        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        await world.SnapshotAsync("al");

        var everything = new DirectoryInfo(world.DataDirectory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(world.DataDirectory)).ToList();
        Assert.That(everything.Select(entry => entry.FullName), Has.Some.Contains("mirrors").And.Some.Contains("manifests").And.Some.Contains("registry").And.Some.EqualTo(old));
        Assert.That(everything.Where(entry => !OperatingSystem.IsWindows() && (entry.UnixFileMode & OfOthers) != 0).Select(entry => entry.FullName), Is.Empty);
    }
}
