using System.Diagnostics;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.World;

/// <summary>A clone driven by the real git program, cut off from the machine's own configuration.</summary>
public sealed class WorkingCopy : IDisposable
{
    private readonly TemporaryDirectory _folder = new("clone");

    /// <summary>Where the files are.</summary>
    public string Files => _folder["files"];

    /// <summary>Clones a repository of the forge with the administrator's token.</summary>
    public static async Task<WorkingCopy> CloneAsync(GiteaAndConfigstore world, string repository)
    {
        var copy = new WorkingCopy();
        Directory.CreateDirectory(copy.Files);
        var url = new UriBuilder(new Uri(world.Gitea.Url, $"/{repository}.git")) { UserName = "gitea_admin", Password = world.Gitea.AdminToken };
        await copy.GitAsync("clone", "-q", url.Uri.ToString(), ".");
        return copy;
    }

    public void Write(string path, string content)
    {
        var full = Path.Combine(Files, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public void Link(string path, string target)
    {
        var full = Path.Combine(Files, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    /// <summary>Commits everything and pushes it; the commit's id.</summary>
    public async Task<string> PushAsync(params string[] options)
    {
        await GitAsync("add", "-A");
        await GitAsync("commit", "-q", "--allow-empty", "-m", "Change");
        await GitAsync(["push", "-q", .. options, "origin", "HEAD"]);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    /// <summary>Writes a tree as git's plumbing takes it, a line an entry, and returns its id: also of what no working copy could hold.</summary>
    public async Task<string> TreeAsync(IEnumerable<string> lines) =>
        (await RunAsync(string.Join('\n', lines) + "\n", "mktree")).Trim();

    /// <summary>Commits a tree upon what is here, and pushes it; the commit's id.</summary>
    public async Task<string> PushTreeAsync(string tree)
    {
        var commit = (await GitAsync("commit-tree", "-p", "HEAD", "-m", "A tree", tree)).Trim();
        await GitAsync("update-ref", "HEAD", commit);
        await GitAsync("push", "-q", "origin", "HEAD");
        return commit;
    }

    /// <summary>Runs git here and returns what it printed; the test fails when git does.</summary>
    public Task<string> GitAsync(params string[] arguments) => RunAsync("", arguments);

    private async Task<string> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Files,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "Al";
            start.Environment[$"GIT_{role}_EMAIL"] = "al@example.com";
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"git {arguments[0]}: {await errors}");
        return await output;
    }

    public void Dispose() => _folder.Dispose();
}
