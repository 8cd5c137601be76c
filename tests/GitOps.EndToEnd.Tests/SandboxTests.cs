using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.EndToEnd.Tests;

/// <summary>The sandbox as a newcomer or a script starts it: a program with a data directory.</summary>
public sealed class SandboxTests
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private TemporaryDirectory _data = null!;

    [SetUp]
    public void CreateDirectory() => _data = new TemporaryDirectory("sandbox");

    [TearDown]
    public void RemoveDirectory() => _data.Dispose();

    [Test]
    public async Task Start_WithAutomaticPorts_DescribesItselfWhenAllIsReady()
    {
        await using var sandbox = Start();
        var description = await DescriptionAsync(sandbox);

        foreach (var member in (string[])["forgeUrl", "configstoreUrl", "clusterUrl", "kubeconfig", "adminToken"])
            Assert.That((string?)description[member], Is.Not.Null.And.Not.Empty, member);
        var al = description["producers"]!.AsArray().Single()!;
        Assert.That((string?)al["name"], Is.EqualTo("al"));
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", (string)description["adminToken"]!);
        var producers = await http.GetFromJsonAsync<JsonArray>((string)description["configstoreUrl"]! + "/producers");
        Assert.That(producers!.Select(producer => (string?)producer!["name"]), Is.EqualTo(new[] { "al" }));
        Assert.That(sandbox.Output.ToString(), Does.Contain("git clone").And.Contain("kubectl"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(_data["sandbox.json"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), "it holds a token");
            Assert.That(
                ((string[])[_data.Path, _data["forge"], _data["configstore"]]).Select(File.GetUnixFileMode),
                Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute),
                "they hold tenants' repositories and secrets");
        }
    }

    [Test]
    public async Task Push_ToTheDemoProducer_ChangesPodsAsKubectlShowsThem()
    {
        await using var sandbox = Start();
        var description = await DescriptionAsync(sandbox);
        var kubectl = new Kubectl((string)description["kubeconfig"]!);
        await UntilPodsAsync(kubectl, Has.One.Contains("gateway-al-dev-shop"));
        using var copy = await WorkingCopy.CloneAsync(CloneUrl(description));

        await EditAsync(copy, project => project["gateways"]![0]!["name"] = "Store");

        await UntilPodsAsync(kubectl, Has.One.Contains("gateway-al-dev-store").And.None.Contains("gateway-al-dev-shop"));
        Assert.That(await kubectl.RunAsync(["describe", "deployment", "-n", "customer", "gateway-al-dev-store"]), Does.Contain("gateway-al-dev-store"));

        await EditAsync(copy, project => project["disabled"] = true);
        await UntilPodsAsync(kubectl, Is.Empty);
    }

    [Test]
    public async Task Terminate_EndsCleanlyAndARestartKeepsTheState()
    {
        string commit;
        await using (var sandbox = Start())
        {
            var description = await DescriptionAsync(sandbox);
            using var copy = await WorkingCopy.CloneAsync(CloneUrl(description));
            commit = await EditAsync(copy, project => project["gateways"]![0]!["name"] = "Store");
            await UntilPodsAsync(new Kubectl((string)description["kubeconfig"]!), Has.One.Contains("gateway-al-dev-store"));

            await TerminateAsync(sandbox);
            Assert.That(await sandbox.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30)), Is.Zero);
            Assert.That(File.Exists(_data["sandbox.json"]), Is.False, "nobody takes it for ready");
            Assert.That(await HasProcessesAsync(sandbox.Id), Is.False, "no process of it is left");
        }

        await using var again = Start();
        var after = await DescriptionAsync(again);
        using var clone = await WorkingCopy.CloneAsync(CloneUrl(after));
        Assert.That((await clone.GitAsync("rev-parse", "HEAD")).Trim(), Is.EqualTo(commit));
        await UntilPodsAsync(new Kubectl((string)after["kubeconfig"]!), Has.One.Contains("gateway-al-dev-store").And.None.Contains("gateway-al-dev-shop"));
    }

    [Test]
    public async Task Start_WithAKubeconfig_UsesTheRealCluster()
    {
        await using var server = await KubernetesApiServer.StartAsync();
        await using var sandbox = Start("--kubeconfig", server.KubeconfigPath);

        await DescriptionAsync(sandbox);

        var kubectl = new Kubectl(server.KubeconfigPath);
        await Eventually.That(
            () => kubectl.RunAsync(["get", "deployments", "-n", "customer", "-o", "name"]),
            Does.Contain("gateway-al-dev-shop").And.Contain("workspace-al-dev").And.Contain("sls-api-al-dev"),
            "the demo producer is made there",
            StartDeadline);
    }

    [Test]
    public async Task Start_WithAGivenGitea_PrintsWhatWorksThere_AndNoToken()
    {
        await using var first = Start();
        var forge = await DescriptionAsync(first);
        using var data = new TemporaryDirectory("sandbox");
        var adminToken = (string)forge["adminToken"]!;

        await using var sandbox = ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "GitOps.Sandbox.dll"), "--data", data.Path, "--ports", "auto", "--gitea", (string)forge["forgeUrl"]!],
            AppContext.BaseDirectory,
            new Dictionary<string, string?> { ["GITEA_TOKEN"] = adminToken });
        var description = await DescriptionAsync(sandbox, data["sandbox.json"]);

        Assert.That((string?)description["producers"]![0]!["token"], Is.Null, "an administrator's token is not a tenant's");
        await Eventually.That(() => Task.FromResult(sandbox.Output.ToString()), Does.Contain("Scripts read"), "the guide is printed whole", StartDeadline);
        var said = sandbox.Output.ToString();
        Assert.That(said, Does.Contain("Your Gitea is used").And.Contain($"git clone {(string)forge["forgeUrl"]!}/customer-al/dev.git").And.Contain("ALLOWED_HOST_LIST"));
        Assert.That(said, Does.Not.Contain(adminToken).And.Not.Contain("/login"));
    }

    [Test]
    public async Task Start_WithWrongArguments_SaysEveryMistake()
    {
        await using var sandbox = Start("--gitea", "nonsense", "--kubeconfig", "/nowhere");

        Assert.That(await sandbox.WaitForExitAsync().WaitAsync(StartDeadline), Is.Not.Zero);
        Assert.That(sandbox.Output.ToString(), Does.Contain("--gitea").And.Contain("/nowhere"));
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "GitOps.Sandbox.dll"), "--data", _data.Path, "--ports", "auto", .. arguments],
        AppContext.BaseDirectory);

    private Task<JsonNode> DescriptionAsync(ChildProcess sandbox) => DescriptionAsync(sandbox, _data["sandbox.json"]);

    private static async Task<JsonNode> DescriptionAsync(ChildProcess sandbox, string file)
    {
        await sandbox.WaitUntilReadyAsync(_ => Task.FromResult(File.Exists(file)), StartDeadline);
        return JsonNode.Parse(await File.ReadAllTextAsync(file))!;
    }

    private static string CloneUrl(JsonNode description)
    {
        var al = description["producers"]![0]!;
        var forge = new Uri((string)description["forgeUrl"]!);
        return new UriBuilder(new Uri(forge, "/customer-al/dev.git")) { UserName = "customer-al", Password = (string)al["token"]! }.Uri.ToString();
    }

    private static async Task<string> EditAsync(WorkingCopy copy, Action<JsonNode> edit)
    {
        var path = Path.Combine(copy.Path, "lunchbadger.json");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var project = JsonNode.Parse((string)document["models"]!["Project"]!["al-dev"]!)!;
        edit(project);
        document["models"]!["Project"]!["al-dev"] = project.ToJsonString();
        await File.WriteAllTextAsync(path, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return await copy.PushAsync();
    }

    private static Task<IEnumerable<string>> UntilPodsAsync(Kubectl kubectl, NUnit.Framework.Constraints.IResolveConstraint pods) => Eventually.That(
        async () => (await kubectl.RunAsync(["get", "pods", "-n", "customer", "-l", "producer=al", "-o", "name"]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith("pod/", StringComparison.Ordinal)),
        pods,
        "kubectl shows the pods",
        TimeSpan.FromSeconds(60));

    private static Task<bool> HasProcessesAsync(int group) => SignalAsync("0", $"-{group}");

    private static Task<bool> TerminateAsync(ChildProcess sandbox) => SignalAsync("TERM", $"{sandbox.Id}");

    /// <summary>Sends a signal to a process or, negative, to a process group; false when there is none.</summary>
    private static async Task<bool> SignalAsync(string signal, string target)
    {
        await using var shell = ChildProcess.Start("sh", ["-c", "kill -s \"$0\" -- \"$1\"", signal, target]);
        return await shell.WaitForExitAsync() == 0;
    }
}
