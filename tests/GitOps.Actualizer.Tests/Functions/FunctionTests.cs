using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Functions;

/// <summary>Functions come from the <c>functions</c> repository, and go with it.</summary>
internal sealed class FunctionTests : ActualizerFixture
{
    private const string Name = "fn-al-dev-hello";
    private static readonly EnvironmentKey Al = Project.Key("al");
    private static readonly (string, string)[] OnePodEach = [("REPLICAS", "1"), ("SLEEP_TIME", "200")];

    [Test]
    public async Task Push_Function_RunsWithItsCode()
    {
        await StartAsync(("REPLICAS", "0"));

        await PushAndApplyAsync(Function("hello", "exports.hello = () => 1;"));

        var pod = (await Cluster.GetAsync("Deployment", Name)).GetProperty("spec").GetProperty("template").GetProperty("spec");
        var files = pod.GetProperty("volumes")[0].GetProperty("configMap");
        var configMap = await Cluster.GetAsync("ConfigMap", files.GetProperty("name").GetString()!);
        var item = files.GetProperty("items")[0];
        Assert.Multiple(() =>
        {
            Assert.That(item.GetProperty("path").GetString(), Is.EqualTo("handler.js"));
            Assert.That(configMap.GetProperty("data").GetProperty(item.GetProperty("key").GetString()!).GetString(), Is.EqualTo("exports.hello = () => 1;"));
            Assert.That(pod.GetProperty("containers")[0].GetProperty("image").GetString(), Is.EqualTo("kubeless/nodejs:20"));
            Assert.That(pod.GetProperty("automountServiceAccountToken").GetBoolean(), Is.False);
        });
        Assert.That(await Cluster.NamesAsync("Service", "al"), Has.Member(Name));
        Assert.That(await Cluster.NamesAsync("Ingress", "al"), Has.Member(Name));
    }

    [Test]
    public async Task Push_ChangedCode_KeepsTheFormerUntilThePodsRolled()
    {
        await StartAsync(OnePodEach);
        await PushAndRollOutAsync(Function("hello", "exports.hello = () => 1;"));
        var former = (await Cluster.NamesAsync("ConfigMap", "al")).Single();

        var revision = Push(Function("hello", "exports.hello = () => 2;"));
        await ReportedAsync("al", ReconcileState.Waiting, revision, "RolloutPending");
        Assert.That(await Cluster.FindAsync("ConfigMap", former), Is.Not.Null);

        await Cluster.RollOutAsync(Name);
        await ReportedAsync("al", ReconcileState.Succeeded, revision);
        Assert.That(await Cluster.FindAsync("ConfigMap", former), Is.Null);
    }

    [Test]
    public async Task Push_WithoutTheFolder_RemovesThatFunctionAlone()
    {
        await StartAsync(("REPLICAS", "0"));
        await PushAndApplyAsync(Function("hello", "exports.hello = () => 1;"), Function("price", "exports.price = () => 2;"));

        await PushAndApplyAsync(Function("price", "exports.price = () => 2;"));

        Assert.That(await Cluster.AllOfAsync("al"), Has.None.Contains(Name));
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Member("fn-al-dev-price"));
    }

    [Test]
    public async Task NeverAgain10_Disabled_RemovesFunctionsAndEnablingBringsThemBack()
    {
        await StartAsync(("REPLICAS", "0"));
        var files = Function("hello", "exports.hello = () => 1;");
        await PushAndApplyAsync(files);

        Store.Push(Al, new() { ["lunchbadger.json"] = Project.Disabled("al") }, files: files);
        await Eventually.That(async () => await Cluster.AllOfAsync("al"), Is.Empty);

        await PushAndApplyAsync(files);
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Member(Name));
    }

    [Test]
    public async Task Push_FunctionThatCannotRun_IsRefusedAndTheFormerStays()
    {
        await StartAsync(("REPLICAS", "0"));
        await PushAndApplyAsync(Function("hello", "exports.hello = () => 1;"));

        var revision = Push(Function("hello", "exports.hello = () => 1;", runtime: "cobol85"));

        var refused = await ReportedAsync("al", ReconcileState.Refused, revision);
        Assert.That(refused.Problems.Single().ToString(), Does.Contain("functions/hello/serverless.yml $.provider.runtime: There is no runtime 'cobol85'"));
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Member(Name));
    }

    [Test]
    public async Task SteadyState_WithFunctions_WritesNothing()
    {
        await StartAsync(("REPLICAS", "0"), ("SLEEP_TIME", "200"));
        await PushAndApplyAsync(Function("hello", "exports.hello = () => 1;"));
        var versions = await Cluster.VersionsOfAsync("al");

        await Consistently.That(async () => await Cluster.VersionsOfAsync("al"), Is.EqualTo(versions), during: TimeSpan.FromSeconds(2));
    }

    private static Dictionary<string, string> Function(string name, string code, string runtime = "nodejs20") => new()
    {
        [$"{name}/serverless.yml"] = $"service: {name}\nprovider: {{ name: kubeless, runtime: {runtime} }}\nfunctions: {{ fn-al-dev-{name}: {{ handler: handler.{name} }} }}\n",
        [$"{name}/handler.js"] = code,
    };

    private Revision Push(params Dictionary<string, string>[] functions) =>
        Store.Push(Al, new() { ["lunchbadger.json"] = Project.Of("al") }, files: functions.SelectMany(files => files).ToDictionary());

    private Task<EnvironmentStatus> PushAndApplyAsync(params Dictionary<string, string>[] functions) =>
        ReportedAsync("al", ReconcileState.Succeeded, Push(functions));

    private async Task PushAndRollOutAsync(params Dictionary<string, string>[] functions)
    {
        await PushAndApplyAsync(functions);
        foreach (var name in await Cluster.NamesAsync("Deployment", "al")) await Cluster.RollOutAsync(name);
    }
}
