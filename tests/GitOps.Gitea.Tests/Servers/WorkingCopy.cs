using System.Text;
using GitOps.Testing;

namespace GitOps.Gitea.Tests.Servers;

/// <summary>A checkout of a repository, worked on by the real git.</summary>
public sealed class WorkingCopy : IDisposable
{
    private readonly TemporaryDirectory _directory = new("checkout");
    private readonly Uri _remote;
    private readonly string _token;

    private WorkingCopy(Uri remote, string token) => (_remote, _token) = (remote, token);

    public static async Task<WorkingCopy> CreateAsync(Uri server, RepositoryName repository, string token)
    {
        var copy = new WorkingCopy(new Uri(server, $"{repository}.git"), token);
        await copy.GitAsync("init", "--quiet", "--initial-branch=main");
        return copy;
    }

    public string PathOf(string file) => _directory[file];

    /// <summary>Commits everything that is in the directory and pushes it. Returns the commit.</summary>
    public async Task<string> PushAsync(string message, string branch = "main", bool isForced = false)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--allow-empty", "-m", message);
        List<string> push = ["push", "--quiet", _remote.AbsoluteUri, $"HEAD:refs/heads/{branch}"];
        if (isForced)
        {
            push.Add("--force");
        }

        await GitAsync([.. push]);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    public void Write(string path, string content) => _directory.Write(path, content);

    public async Task<string> GitAsync(params string[] arguments)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_token}:x-oauth-basic"));
        await using var git = ChildProcess.Start("git", arguments, _directory.Path, new Dictionary<string, string?>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_CONFIG_COUNT"] = "4",
            ["GIT_CONFIG_KEY_0"] = "http.extraHeader",
            ["GIT_CONFIG_VALUE_0"] = $"Authorization: Basic {basic}",
            ["GIT_CONFIG_KEY_1"] = "user.name",
            ["GIT_CONFIG_VALUE_1"] = "Al",
            ["GIT_CONFIG_KEY_2"] = "user.email",
            ["GIT_CONFIG_VALUE_2"] = "al@contract.test",
            ["GIT_CONFIG_KEY_3"] = "core.fileMode",
            ["GIT_CONFIG_VALUE_3"] = "true",
        });
        var code = await git.WaitForExitAsync();
        Assert.That(code, Is.Zero, $"git {arguments[0]}: {git.Output}");
        return git.Output.ToString();
    }

    public void Dispose() => _directory.Dispose();
}
