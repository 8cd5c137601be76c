using GitOps.Testing;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A clone driven by the real git program, cut off from the machine's own configuration.</summary>
public sealed class WorkingCopy : IDisposable
{
    private readonly TemporaryDirectory _folder = new("clone");
    private readonly string _url;

    private WorkingCopy(string url) => _url = url;

    public string Path => _folder["files"];

    public static async Task<WorkingCopy> CloneAsync(string url)
    {
        var copy = new WorkingCopy(url);
        Directory.CreateDirectory(copy.Path);
        await copy.GitAsync("clone", "-q", url, ".");
        return copy;
    }

    public void Write(string path, string content)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    /// <summary>Commits everything and pushes it to <c>main</c>; the commit's id.</summary>
    public async Task<string> PushAsync(params string[] options)
    {
        await GitAsync("add", "-A");
        await GitAsync("commit", "-q", "--allow-empty", "-m", "Change");
        await GitAsync(["push", "-q", .. options, _url, "HEAD:main"]);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    /// <summary>Runs git here and returns what it printed; throws with that when it fails.</summary>
    public async Task<string> GitAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = _folder.Path,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_AUTHOR_NAME"] = "Al",
            ["GIT_AUTHOR_EMAIL"] = "al@example.com",
            ["GIT_COMMITTER_NAME"] = "Al",
            ["GIT_COMMITTER_EMAIL"] = "al@example.com",
        };
        await using var git = ChildProcess.Start("git", arguments, Path, environment);
        return await git.WaitForExitAsync() == 0 ? git.Output.ToString() : throw git.Failure($"ended with code {git.ExitCode}");
    }

    public void Dispose() => _folder.Dispose();
}
