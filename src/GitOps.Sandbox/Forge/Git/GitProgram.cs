using System.Diagnostics;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// The <c>git</c> program of this machine, run without a shell and cut off from the user's own and the system's
/// configuration: only the forge's settings apply.
/// </summary>
internal sealed class GitProgram
{
    private readonly string _configuration;

    /// <param name="configurationPath">Where to write the settings that every git process of the forge reads.</param>
    public GitProgram(string configurationPath)
    {
        _configuration = configurationPath;
        File.WriteAllText(configurationPath, Settings);
        HttpBackend = Path.Combine(Run(Path.GetTempPath(), ["--exec-path"]).Trim(), "git-http-backend");
        if (!File.Exists(HttpBackend))
        {
            throw new GitException($"Starting the forge: there is no {HttpBackend}. Install the git package that brings git-http-backend.");
        }
    }

    /// <summary>The CGI program of git-http-backend(1).</summary>
    public string HttpBackend { get; }

    /// <summary>What every child process must see: the forge's settings and nothing of the user's.</summary>
    public void Isolate(ProcessStartInfo start)
    {
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("GIT_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = _configuration;
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C.UTF-8";
    }

    public Process Start(string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Isolate(start);
        return Process.Start(start) ?? throw new GitException("Starting git: the system started no process.");
    }

    /// <summary>Runs git to its end and returns what it printed.</summary>
    /// <exception cref="GitException">git ended with an error.</exception>
    public string Run(string directory, IReadOnlyList<string> arguments)
    {
        using var process = Start(directory, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new GitException($"git {arguments[0]} in {directory} ended with code {process.ExitCode}. See the process's error output.");
    }

    // unpackLimit and gc: objects stay loose, so that reads need no process. fsync: this forge is for a first look,
    // for tests and for benchmarks; a power failure may lose what a real one would keep. The upload-pack settings
    // are those that Gitea gives its repositories. safe.directory: the data directory may belong to another user.
    private const string Settings = """
        [receive]
            unpackLimit = 1000000
            autogc = false
            advertisePushOptions = true
        [gc]
            auto = 0
        [core]
            fsync = none
            logAllRefUpdates = false
            quotePath = false
        [uploadpack]
            allowFilter = true
            allowAnySHA1InWant = true
            allowReachableSHA1InWant = true
        [transfer]
            hideRefs = refs/pull/
        [safe]
            directory = *
        [http]
            receivepack = true
        """;
}
