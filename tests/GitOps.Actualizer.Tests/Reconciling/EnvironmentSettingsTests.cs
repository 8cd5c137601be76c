using System.Text.Json;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Reconciling;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Reconciling;

/// <summary><c>environments/&lt;name&gt;.json</c> in a real cluster.</summary>
internal sealed class EnvironmentSettingsTests : ActualizerFixture
{
    private static readonly EnvironmentKey Staging = EnvironmentKey.Parse("al/main/staging");

    private static Dictionary<string, string> Documents(string settings) => new()
    {
        ["lunchbadger.json"] = Project.Of(Staging, "Gateway"),
        ["environments/staging.json"] = settings,
        ["environments/dev.json"] = """{"replicas": 7}""",
    };

    private async Task<JsonElement> SpecAsync(string name) => (await Cluster.GetAsync("Deployment", name)).GetProperty("spec");

    private static JsonElement ContainerOf(JsonElement spec) => spec.GetProperty("template").GetProperty("spec").GetProperty("containers")[0];

    [Test]
    public async Task Settings_OfAnEnvironment_AreWhatRunsAndNullIsTheOperators()
    {
        await StartAsync(("REPLICAS", "0"), ("GATEWAY_VERSION", "operators"));
        await ApplyAsync(Staging, Documents("""
            {"replicas": {"sls-api": 0}, "versions": {"gateway": "v1.16.11"}, "env": {"workspace": {"SHOP": "$(LB_PRODUCER)"} }, "resources": {"workspace": {"limits": {"memory": "1Gi"} } } }
            """));

        Assert.That(ContainerOf(await SpecAsync("gateway-al-staging-gateway")).GetProperty("image").GetString(), Does.EndWith(":v1.16.11"));
        var workspace = ContainerOf(await SpecAsync("workspace-al-staging"));
        Assert.That(workspace.GetProperty("resources").GetRawText(), Is.EqualTo("""{"limits":{"memory":"1Gi"}}"""));
        Assert.That(
            workspace.GetProperty("env").EnumerateArray().ToDictionary(variable => variable.GetProperty("name").GetString()!, variable => variable.GetProperty("value").GetString()),
            Is.SupersetOf(new Dictionary<string, string?> { ["SHOP"] = "$$(LB_PRODUCER)", ["GIT_BRANCH"] = "env/staging", ["LB_ENV"] = "staging" }));

        await ApplyAsync(Staging, Documents("""{"versions": {"gateway": null}, "env": {"workspace": {"SHOP": null} }, "resources": null}"""));

        Assert.That(ContainerOf(await SpecAsync("gateway-al-staging-gateway")).GetProperty("image").GetString(), Does.EndWith(":operators"));
        workspace = ContainerOf(await SpecAsync("workspace-al-staging"));
        Assert.That(workspace.GetProperty("env").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()), Has.None.EqualTo("SHOP"));
        Assert.That(workspace.GetProperty("resources").GetRawText(), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Replicas_OfAnEnvironment_AreScaledAndHealed()
    {
        await StartAsync();
        await ApplyAsync(Staging, Documents("""{"replicas": 0}"""));
        Store.Push(Staging, Documents("""{"replicas": {"workspace": 3}}"""));
        await Eventually.That(async () => (await SpecAsync("workspace-al-staging")).GetProperty("replicas").GetInt32(), Is.EqualTo(3));

        await Cluster.MergeAsync("Deployment", "workspace-al-staging", """{"spec":{"replicas":1}}""");

        await Eventually.That(async () => (await SpecAsync("workspace-al-staging")).GetProperty("replicas").GetInt32(), Is.EqualTo(3));
        Assert.That((await SpecAsync("gateway-al-staging-gateway")).GetProperty("replicas").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task NeverAgain7_QuantitiesOfEveryForm_AreStoredAsTheyWereWrittenToTheServer()
    {
        var actualizer = await StartAsync(("MAX_MEMORY", "7Ei"), ("MAX_EPHEMERAL_STORAGE", "7Ei"), ("MAX_CPU", "2000"));
        (string Cpu, string Bytes)[] forms =
        [
            ("0.5", "1.5Gi"), ("1000m", "1024Mi"), ("1500m", "0.5Ki"), ("1000", "1000000"), ("1.5", "128974848"), ("2", "1Ki"), ("0", "1000Ki"), ("007", "2G"), ("0.1", "1.5k"),
            ("100m", "512"), ("1k", "7Ei"),
        ];
        foreach (var (cpu, bytes) in forms)
        {
            await ApplyAsync(Staging, Documents($$"""{"resources": {"workspace": {"requests": {"cpu": "{{cpu}}", "memory": "{{bytes}}"}, "limits": {"ephemeral-storage": "{{bytes}}"} } } }"""));

            var applied = actualizer.Get<EnvironmentRecords>().Find(Staging)!.Applied!;
            Assert.That(applied.Objects.Where(item => item.Stored != item.Desired).Select(item => item.Key), Is.Empty, $"{cpu} {bytes}: {ContainerOf(await SpecAsync("workspace-al-staging")).GetProperty("resources")}");
        }
    }

    [Test]
    public async Task Promise4_SettingsApplied_NothingIsWrittenAnyMore()
    {
        await StartAsync();
        await ApplyAsync(Staging, Documents("""{"resources": {"workspace": {"requests": {"cpu": "0.25"} } }, "env": {"gateway": {"APP_X": "y"} }, "domain": "DOMAIN"}""".Replace("DOMAIN", $"shops.{Domain}", StringComparison.Ordinal)));
        var before = await Cluster.VersionsOfAsync("al");
        var requests = Store.Requests.Count;
        var mark = Server.Requests.Mark();

        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.StartsWith("GET /environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));

        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(before));
        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Cluster.Namespace && request.Verb is not ("watch" or "list")), Is.Empty);
        Assert.That((await Cluster.ListAsync("Ingress")).SelectMany(ingress => ingress.GetProperty("spec").GetProperty("rules").EnumerateArray()).Select(rule => rule.GetProperty("host").GetString()), Is.All.EndsWith($".shops.{Domain}"));
    }

    [Test]
    public async Task Promise3_SettingsThatAreNotAllowed_ChangeNothingAndSayWhere()
    {
        await StartAsync(("MAX_REPLICAS", "3"));
        await ApplyAsync(Staging, Documents("""{"versions": {"gateway": "one"}}"""));
        var before = await Cluster.VersionsOfAsync("al");

        foreach (var (settings, path) in new[]
        {
            ("""{"versions": {"gateway": "two"}, "replicas": 4}""", "$.replicas"),
            ("""{"versions": {"gateway": "two"}, "domain": "elsewhere.example.net"}""", "$.domain"),
            ("""{"versions": {"gateway": "two"}, "replica": 1}""", "$.replica"),
        })
        {
            var status = await ReportedAsync(Staging, ReconcileState.Refused, Store.Push(Staging, Documents(settings)));
            Assert.That(status.Problems.Select(problem => (problem.File, problem.Path)), Is.EqualTo(new[] { ("dev/environments/staging.json", path) }));
        }

        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(before));
    }
}
