using System.Net.Http.Json;
using System.Text.Json;
using GitOps.Sandbox.Forge;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class RestartTests : ForgeFixture
{
    [Test]
    public async Task Restart_WithTheSameData_KeepsEverything()
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");
        await using var receiver = await ListenAsync();
        using var status = await Admin.PostAsJsonAsync($"repos/al/dev/statuses/{Server.Forge.Head("al", "dev")}", new { state = "success", context = "deploy" });
        string[] paths = ["users/al", "repos/al/dev", "repos/al/dev/hooks", "repos/al/dev/commits/main/statuses", "repos/al/dev/branches/main"];
        var before = await ReadAsync(paths);

        await RestartAsync();

        Assert.That(await ReadAsync(paths), Is.EqualTo(before));
        using var al = Client("token", AlsToken);
        Assert.That((await GetAsync(al, "user")).GetProperty("login").GetString(), Is.EqualTo("al"));
        using var byPassword = Basic("al");
        Assert.That((await GetAsync(byPassword, "user")).GetProperty("login").GetString(), Is.EqualTo("al"));
    }

    [Test]
    public async Task Restart_AfterDeletions_GivesNoIdTwice()
    {
        var first = Server.Forge.CreateRepository("al", "gone");
        using var deleted = await Admin.DeleteAsync("repos/al/gone");

        await RestartAsync();

        Assert.That(Server.Forge.CreateRepository("al", "next"), Is.GreaterThan(first));
    }

    [Test]
    public async Task MetadataFile_HoldsNoTokenAndNoPassword()
    {
        await RestartAsync();

        var files = Directory.GetFiles(DataDirectory, "*.json").Select(File.ReadAllText).ToArray();
        Assert.That(files, Is.Not.Empty);
        Assert.That(files, Has.None.Contains(AlsToken).And.None.Contains(Password).And.None.Contains(Server.AdminToken));
    }

    [Test]
    public void MetadataFile_ThatIsNoJson_StopsTheStartAndSaysSo()
    {
        var directory = Path.Combine(DataDirectory, "broken");
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "forge.json"), "{");

        Assert.That(
            async () => await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = directory }),
            Throws.Exception.With.Message.Contains("forge.json"));
    }

    private async Task<string[]> ReadAsync(string[] paths)
    {
        var bodies = new List<string>();
        foreach (var path in paths)
        {
            var text = JsonSerializer.Serialize(await GetAsync(Admin, path));
            bodies.Add(text.Replace(Server.Url.Authority, "host", StringComparison.Ordinal));
        }

        return [.. bodies];
    }
}
