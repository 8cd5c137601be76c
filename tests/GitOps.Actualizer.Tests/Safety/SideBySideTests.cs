using System.Text.Json;
using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Safety;

/// <summary>
/// Environments and projects of one producer, and producers that are called like them, in one namespace of a real API server: each
/// has its own, and only its own.
/// </summary>
internal sealed class SideBySideTests : ActualizerFixture
{
    private static readonly EnvironmentKey[] Keys =
    [
        .. ((string[])["a/main/dev", "a/main/staging", "a/main/b-c", "a/shop/dev", "a/shop/staging", "a-b/main/c", "a-shop/main/dev", "a-main/main/dev"]).Select(key => EnvironmentKey.Parse(key)),
    ];

    private static Dictionary<string, string> Documents(EnvironmentKey key, params string[] gateways) => new() { ["lunchbadger.json"] = Project.Of(key, gateways) };

    private async Task StartWithAllAsync(params (string, string)[] settings)
    {
        foreach (var key in Keys) Store.Push(key, Documents(key, "Gateway"));
        await StartAsync(settings);
        foreach (var key in Keys) await ReportedAsync(key, ReconcileState.Succeeded);
    }

    /// <summary>Kind, name, uid and version of every object, by the environment that its labels name.</summary>
    private async Task<ILookup<EnvironmentKey, string>> ObjectsAsync()
    {
        var all = new List<(EnvironmentKey, string)>();
        foreach (var kind in ClusterView.Kinds)
        {
            foreach (var live in await Cluster.ListAsync(kind, "app.kubernetes.io/managed-by=gitops"))
            {
                var metadata = live.GetProperty("metadata");
                all.Add((Owner(metadata.GetProperty("labels")), $"{kind}/{ClusterView.Name(live)} {metadata.GetProperty("uid")} {metadata.GetProperty("resourceVersion")}"));
            }
        }
        return all.ToLookup(item => item.Item1, item => item.Item2);
    }

    private static EnvironmentKey Owner(JsonElement labels) =>
        EnvironmentLabels.TryRead(labels.GetProperty("producer").GetString(), labels.GetProperty("environment").GetString(), out var key)
            ? key
            : throw new AssertionException($"{labels} name no environment.");

    private static async Task AssertOthersUntouchedAsync(ILookup<EnvironmentKey, string> before, EnvironmentKey changed, Func<Task<ILookup<EnvironmentKey, string>>> read)
    {
        var after = await read();
        foreach (var key in Keys.Where(key => key != changed)) Assert.That(after[key], Is.EquivalentTo(before[key]), key.ToString());
    }

    [Test]
    public async Task Promise8_Environments_HaveObjectsOfTheirOwn()
    {
        await StartWithAllAsync();

        var objects = await ObjectsAsync();
        // Secret, ConfigMap, and three times Service, Deployment and Ingress.
        foreach (var key in Keys) Assert.That(objects[key].Count(), Is.EqualTo(10), key.ToString());
        var hosts = (await Cluster.ListAsync("Ingress")).SelectMany(ingress => ingress.GetProperty("spec").GetProperty("rules").EnumerateArray()).Select(rule => rule.GetProperty("host").GetString()).ToList();
        Assert.That(hosts, Is.Unique);
        var namespaces = (await Cluster.ListAsync("Deployment", "app=gateway"))
            .SelectMany(gateway => gateway.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0].GetProperty("env").EnumerateArray())
            .Where(variable => variable.GetProperty("name").GetString() == "EG_NAMESPACE").Select(variable => variable.GetProperty("value").GetString()).ToList();
        Assert.That(namespaces, Has.Count.EqualTo(Keys.Length).And.Unique);
    }

    [Test]
    public async Task Promise8_Selectors_FitNoPodsOfOthers()
    {
        await StartWithAllAsync();

        var deployments = await Cluster.ListAsync("Deployment");
        foreach (var service in await Cluster.ListAsync("Service", "app.kubernetes.io/managed-by=gitops"))
        {
            var selector = service.GetProperty("spec").GetProperty("selector");
            var selected = deployments.Where(deployment => Fits(selector, deployment.GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("labels"))).Select(ClusterView.Name);
            Assert.That(selected, Is.EqualTo(new[] { ClusterView.Name(service) }));
        }
    }

    [TestCase("a/main/dev")]
    [TestCase("a/main/b-c")]
    [TestCase("a/shop/dev")]
    [TestCase("a-b/main/c")]
    public async Task Promise8_EnvironmentChanges_NoOtherIsTouched(string changed)
    {
        await StartWithAllAsync();
        var before = await ObjectsAsync();
        var key = EnvironmentKey.Parse(changed);

        await ApplyAsync(key, Documents(key));

        Assert.That((await ObjectsAsync())[key].Count(), Is.EqualTo(6), "its gateway is gone");
        await AssertOthersUntouchedAsync(before, key, ObjectsAsync);
    }

    [TestCase("a/main/dev")]
    [TestCase("a/main/b-c")]
    [TestCase("a/shop/staging")]
    [TestCase("a-shop/main/dev")]
    public async Task Promise8_EnvironmentIsGone_NothingElseGoes(string gone)
    {
        await StartWithAllAsync();
        var before = await ObjectsAsync();
        var key = EnvironmentKey.Parse(gone);

        Store.Remove(key);
        var requests = Store.Requests.Count;
        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.StartsWith("GET /environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));
        Store.ListAgain(TimeSpan.FromHours(1));

        await Eventually.That(async () => (await ObjectsAsync())[key], Is.Empty);
        await AssertOthersUntouchedAsync(before, key, ObjectsAsync);
    }

    [Test]
    public async Task Promise8_OneIsBroken_TheOthersGoOn()
    {
        await StartWithAllAsync();
        var broken = EnvironmentKey.Parse("a/shop/dev");
        Store.Push(broken, new() { ["lunchbadger.json"] = "{" });
        await ReportedAsync(broken, ReconcileState.Refused);

        foreach (var key in Keys.Where(key => key != broken)) await ApplyAsync(key, Documents(key, "Gateway", "Second"));

        Assert.That((await ObjectsAsync())[broken].Count(), Is.EqualTo(10), "the last valid state keeps running");
    }

    [Test]
    public async Task Promise8_AfterARestart_EveryObjectIsItsOwners()
    {
        await StartWithAllAsync();
        var before = await ObjectsAsync();
        foreach (var key in Keys) Store.Push(key, Documents(key, "Gateway"), announce: false);

        await StartAsync();
        foreach (var key in Keys) await Eventually.That(() => Store.StatusOf(key)!.Revision, Is.EqualTo(Store.HeadOf(key)));

        var after = await ObjectsAsync();
        foreach (var key in Keys) Assert.That(after[key], Is.EquivalentTo(before[key]), key.ToString());
    }

    private static bool Fits(JsonElement selector, JsonElement labels) =>
        selector.EnumerateObject().All(wanted => labels.TryGetProperty(wanted.Name, out var label) && label.GetString() == wanted.Value.GetString());
}
