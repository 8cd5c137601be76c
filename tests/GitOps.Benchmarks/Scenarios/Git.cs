using System.Diagnostics;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>Runs the real git, as a producer would.</summary>
internal static class Git
{
    public static async Task RunAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["GIT_CONFIG_NOSYSTEM"] = "1",
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
                ["GIT_TERMINAL_PROMPT"] = "0",
                ["GIT_AUTHOR_NAME"] = "bench",
                ["GIT_AUTHOR_EMAIL"] = "bench@example.com",
                ["GIT_COMMITTER_NAME"] = "bench",
                ["GIT_COMMITTER_EMAIL"] = "bench@example.com",
            },
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await git.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await git.WaitForExitAsync(cancellationToken);
        if (git.ExitCode != 0) throw new InvalidOperationException($"git {arguments[0]} ended with {git.ExitCode}: {errors}");
    }
}
