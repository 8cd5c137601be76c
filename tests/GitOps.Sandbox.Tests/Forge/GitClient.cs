using System.Diagnostics;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge;

/// <summary>A working copy driven by the real git program, cut off from the machine's own configuration.</summary>
internal sealed class GitClient(string directory, string email = "al@example.com") : IDisposable
{
    private readonly TemporaryDirectory _home = new("git-home");

    public string Directory { get; } = directory;

    public void Write(string path, string content)
    {
        var full = Path.Combine(Directory, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    /// <summary>Commits everything and returns the commit's id.</summary>
    public async Task<string> CommitAsync(string message)
    {
        await RunAsync("add", "-A");
        await RunAsync("commit", "-q", "--allow-empty", "-m", message);
        return (await RunAsync("rev-parse", "HEAD")).Trim();
    }

    /// <summary>Runs git here and returns what it printed; the test fails when git does.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryAsync(arguments);
        Assert.That(code, Is.Zero, $"git {string.Join(' ', arguments)}: {output}");
        return output;
    }

    /// <summary>Runs git here and returns its code and all that it printed.</summary>
    public async Task<(int Code, string Output)> TryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _home.Path;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "Al";
            start.Environment[$"GIT_{role}_EMAIL"] = email;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + (process.ExitCode == 0 ? "" : await errors));
    }

    public void Dispose() => _home.Dispose();
}
