using NUnit.Framework;

namespace GitOps.Testing.Workspaces;

/// <summary>
/// A LoopBack project as a workspace's pod runs it: its own <c>server/server.js</c>, on a free port of loopback, with the packages of
/// the folder it lies in or those that <c>tools/servers</c> provides.
/// </summary>
public sealed class LoopBackProject : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(8);

    private readonly FreePort _port = FreePort.Reserve();
    private ChildProcess? _process;

    private LoopBackProject()
        => Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };

    /// <summary>What the project serves.</summary>
    public HttpClient Client { get; }

    /// <summary>What it logged.</summary>
    public CapturedOutput Output => _process?.Output ?? new();

    /// <summary>Starts a project and waits until it serves. Skips the test where the packages are missing.</summary>
    /// <param name="folder">The project, such as a clone; without <c>node_modules</c>, it gets a link to those provided.</param>
    /// <exception cref="ChildProcessException">It ended; the message shows what it said.</exception>
    public static async Task<LoopBackProject> StartAsync(string folder, CancellationToken cancellation = default)
    {
        var packages = Path.Combine(folder, "node_modules");
        if (!Directory.Exists(packages))
        {
            Directory.CreateSymbolicLink(packages, ServerPrograms.LoopBackModules);
        }

        var project = new LoopBackProject();
        try
        {
            project._process = ChildProcess.Start(
                "node",
                // As a path of its own: what a link leads to looks for its packages beside itself.
                ["--preserve-symlinks", "server/server.js"],
                folder,
                new Dictionary<string, string?> { ["HOST"] = "127.0.0.1", ["PORT"] = $"{project._port}", ["NODE_ENV"] = null });
            await project._process.WaitUntilReadyAsync(project.IsServingAsync, StartDeadline, cancellation);
            return project;
        }
        catch
        {
            await project.DisposeAsync();
            throw;
        }
    }

    /// <summary>Installs what a project's own <c>package.json</c> asks for, with npm as the machine has it.</summary>
    /// <returns>npm's exit code and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> InstallAsync(string folder)
    {
        await using var npm = ChildProcess.Start("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], folder);
        await Eventually.That(() => npm.HasExited, Is.True, "npm ends", InstallDeadline);
        return (npm.ExitCode, npm.Output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Client.Dispose();
        _port.Dispose();
    }

    private async Task<bool> IsServingAsync(CancellationToken cancellation)
    {
        using var answer = await Client.GetAsync("/", cancellation);
        return answer.IsSuccessStatusCode;
    }
}
