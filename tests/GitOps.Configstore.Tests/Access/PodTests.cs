using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Keys;
using GitOps.Model.Names;
using GitOps.Model.Pods;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Access;

/// <summary>What pods of workspaces and sls-apis may do with their own token, and what becomes of their keys.</summary>
public sealed class PodTests
{
    private const string Service = "actualizer-service-token";
    private const string TokenKey = "key-of-the-pods-tokens-in-this-test";

    private static readonly EnvironmentKey Al = EnvironmentKey.Parse("al/main/dev");

    private GiteaAndConfigstore _world = null!;
    private FakeActualizer _actualizer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _actualizer = await FakeActualizer.StartAsync();
        _world = await GiteaAndConfigstore.PrepareAsync(
            ("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"), ("POD_TOKEN_KEY", TokenKey), ("POD_KEY_CHECK", "0.1"),
            ("ACTUALIZER_URL", _actualizer.Url.ToString()), ("ACTUALIZER_TOKEN", FakeActualizer.Token));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        await _world.StartConfigstoreAsync();
        using var client = ClientOf("x", Service);
        await Eventually.That(async () => (await client.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _world.DisposeAsync();
        await _actualizer.DisposeAsync();
    }

    [TestCase("GET", "/change-stream/al", HttpStatusCode.OK)]
    [TestCase("GET", "/api/change-stream/al", HttpStatusCode.OK)]
    [TestCase("GET", "/change-stream/bo", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/change-stream", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/producers", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/producers/al/envs/dev", HttpStatusCode.Forbidden)]
    [TestCase("PUT", "/producers/al/envs/dev/project/disabled", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/users/customer/al/ssh", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/users/customer/al/repos/dev/lunchbadger.json", HttpStatusCode.Forbidden)]
    public async Task Pod_MayFollowItsProducerAndNothingElse(string method, string path, HttpStatusCode expected)
    {
        using var pod = PodOf(new PodIdentity("workspace", Al), "workspace-al-dev-1");

        using var answer = await pod.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), HttpCompletionOption.ResponseHeadersRead);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Pod_WhoseNameIsNone_HasNoneInAnswersAndLogs()
    {
        using var pod = PodOf(new PodIdentity("workspace", Al), "x\nINF AccessDoor root POST /producers let through");

        using var answer = await pod.GetAsync("/producers/al");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("pod without a name of").And.Not.Contain("root"));
    }

    [Test]
    public async Task Pod_OfAProducerThatIsNot_IsToldSo()
    {
        using var pod = PodOf(new PodIdentity("workspace", EnvironmentKey.Parse("cy/main/dev")), "workspace-cy-dev-1");

        using var answer = await pod.GetAsync("/change-stream/cy");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("al", "workspace", HttpStatusCode.OK)]
    [TestCase("al", "sls-api", HttpStatusCode.Forbidden)]
    [TestCase("al", null, HttpStatusCode.Forbidden)]
    [TestCase("bo", "workspace", HttpStatusCode.Forbidden)]
    public async Task PodsKey_IsAddedForItsOwnComponentOnly(string producer, string? type, HttpStatusCode expected)
    {
        using var pod = PodOf(new PodIdentity("workspace", Al), "workspace-al-dev-1");

        using var answer = await pod.PostAsJsonAsync($"/users/customer/{producer}/ssh", new { publicKey = SshKey.Line(1), type });

        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Token_OfAnotherKey_IsRefused()
    {
        using var pod = ClientOf("workspace-al-dev-1", new PodTokens("another-key-that-was-never-set-here").Of(new PodIdentity("workspace", Al)));

        Assert.That((await pod.GetAsync("/change-stream/al")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task NeverAgain9_ANewPodsKey_DoesNotRevokeAKeyOfAPodThatStillRuns()
    {
        _actualizer.Pods["workspace-al-dev-1"] = _actualizer.Pods["workspace-al-dev-2"] = _actualizer.Pods["workspace-al-dev-3"] = DateTimeOffset.UtcNow;
        await AddAsync("workspace-al-dev-1", 1);
        await AddAsync("workspace-al-dev-2", 2);
        // Starts again and again, each time with a new key: only its own last one counts.
        await AddAsync("workspace-al-dev-3", 3);
        await AddAsync("workspace-al-dev-3", 4);
        await AddAsync("workspace-al-dev-3", 5);

        await Eventually.That(() => _actualizer.Asked, Is.GreaterThan(3), "the pods were looked at");
        Assert.That(await KeysAsync(), Is.EquivalentTo(Materials(1, 2, 5)));

        // A pod goes, another takes its place.
        _actualizer.Pods.TryRemove("workspace-al-dev-1", out _);
        _actualizer.Pods["workspace-al-dev-4"] = DateTimeOffset.UtcNow;
        await AddAsync("workspace-al-dev-4", 6);
        await Eventually.That(() => KeysAsync(), Is.EquivalentTo(Materials(2, 5, 6)), "the key of a pod that is gone is removed");
    }

    [Test]
    public async Task Keys_WhileTheClusterCannotBeAsked_Stay()
    {
        _actualizer.Failure = 503;
        await AddAsync("workspace-al-dev-1", 1);
        await Eventually.That(() => _actualizer.Asked, Is.GreaterThan(3), "it was tried");
        Assert.That(await KeysAsync(), Is.EqualTo(Materials(1)));

        _actualizer.Failure = null;
        await Eventually.That(() => KeysAsync(), Is.Empty, "no pod has it");
    }

    [Test]
    public async Task StaleKeys_AfterARestartOfTheConfigstore_AreRemovedStill()
    {
        _actualizer.Failure = 503;
        await AddAsync("workspace-al-dev-1", 1);
        await _world.StopConfigstoreAsync();
        _actualizer.Failure = null;

        await _world.StartConfigstoreAsync();

        await Eventually.That(() => KeysAsync(), Is.Empty, "no pod has it");
    }

    [Test]
    public async Task Keys_OfPodsThatDoNotTellTheirName_GoWhenAllPodsAreYounger()
    {
        _actualizer.Pods["workspace-al-dev-1"] = DateTimeOffset.UtcNow;
        using var operators = ClientOf("x", _world.Gitea.AdminToken);
        foreach (var n in (int[])[1, 2])
        {
            using var added = await operators.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(n), type = "workspace" });
            Assert.That(added.StatusCode, Is.EqualTo(HttpStatusCode.OK), await added.Content.ReadAsStringAsync());
        }
        using var own = await operators.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(9), title = "laptop" });
        await Eventually.That(() => _actualizer.Asked, Is.GreaterThan(2), "the pods were looked at");
        Assert.That(await KeysAsync(), Is.EquivalentTo(Materials(1, 2)));

        _actualizer.Pods["workspace-al-dev-1"] = DateTimeOffset.UtcNow.AddHours(1);
        await AddAsync("workspace-al-dev-1", 3);

        await Eventually.That(() => KeysAsync(), Is.EquivalentTo(Materials(3)), "all pods are younger");
        Assert.That(await UsersKeysAsync(), Is.EqualTo(Materials(9)), "a person's key is not touched");
    }

    [Test]
    public async Task Sweep_WhenNothingHappensAnyMore_LooksEverMoreSeldom()
    {
        _actualizer.Pods["workspace-al-dev-1"] = DateTimeOffset.UtcNow;
        await AddAsync("workspace-al-dev-1", 1);
        // Looks after 1, 1, 5, 30 and 120 pauses of 0.1 s.
        await Eventually.That(() => _actualizer.Asked, Is.EqualTo(4), "four looks were made", TimeSpan.FromSeconds(30));

        await Consistently.That(() => _actualizer.Asked, Is.EqualTo(4));
    }

    [TestCase("al/main/dev", "workspace", "dev")]
    [TestCase("al/main/staging", "workspace", "dev")]
    [TestCase("al/main/dev", "sls-api", "functions")]
    [TestCase("al/shop/dev", "workspace", "shop-dev")]
    [TestCase("al/shop/dev", "sls-api", "shop-functions")]
    public async Task PodsKey_OpensTheRepositoryThatThePodClones_AndNoOther(string environment, string app, string repository)
    {
        foreach (var name in (string[])["shop-dev", "shop-functions"]) _world.Forge.CreateRepository("customer-al", name, []);

        await AddAsync($"{app}-1", 1, new PodIdentity(app, EnvironmentKey.Parse(environment)));

        foreach (var name in (string[])["dev", "functions", "shop-dev", "shop-functions"]) Assert.That(await KeysAsync(name), Is.EqualTo(name == repository ? Materials(1) : []), name);
        Assert.That(await UsersKeysAsync(), Is.Empty, "a key of the user opens all of its repositories");
        Assert.That((await _world.Admin.DeployKeys.ListAsync(new("customer-al", repository), default)).Single().ReadOnly, Is.True);
    }

    [Test]
    public async Task PodsKey_OfAComponentThatPushes_MayPush()
    {
        await AddAsync("workspace-al-dev-1", 1);
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("POD_KEYS_PUSH", "workspace"));
        await AddAsync("workspace-al-dev-1", 1);
        await AddAsync("sls-api-al-dev-1", 2, new PodIdentity("sls-api", Al));

        Assert.That((await _world.Admin.DeployKeys.ListAsync(new("customer-al", "dev"), default)).Single().ReadOnly, Is.False);
        Assert.That((await _world.Admin.DeployKeys.ListAsync(new("customer-al", "functions"), default)).Single().ReadOnly, Is.True);
    }

    [Test]
    public async Task PodsKey_ThatTheUserHasFromBefore_BecomesTheRepositorys()
    {
        await _world.Admin.Keys.AddAsync("customer-al", new NewKey("lunchbadger-internal-workspace workspace-al-dev-1", SshKey.Line(1)), default);
        await _world.Admin.Keys.AddAsync("customer-al", new NewKey("laptop", SshKey.Line(2)), default);
        _actualizer.Pods["workspace-al-dev-1"] = DateTimeOffset.UtcNow;

        await AddAsync("workspace-al-dev-1", 1);
        using var pod = PodOf(new PodIdentity("workspace", Al), "workspace-al-dev-2");
        using var stolen = await pod.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(2), type = "workspace" });

        Assert.That(stolen.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "a person's key is no pod's to take");
        Assert.That(await KeysAsync(), Is.EqualTo(Materials(1)));
        Assert.That(await UsersKeysAsync(), Is.EqualTo(Materials(2)));
    }

    [Test]
    public async Task NeverAgain9_UsersKeysFromBefore_LastAsLongAsTheirPods()
    {
        foreach (var n in (int[])[1, 2]) await _world.Admin.Keys.AddAsync("customer-al", new NewKey($"lunchbadger-internal-workspace workspace-al-dev-{n}", SshKey.Line(n)), default);
        await _world.Admin.Keys.AddAsync("customer-al", new NewKey("laptop", SshKey.Line(9)), default);
        _actualizer.Pods["workspace-al-dev-1"] = _actualizer.Pods["workspace-al-dev-3"] = DateTimeOffset.UtcNow;

        await AddAsync("workspace-al-dev-3", 3);

        await Eventually.That(UsersKeysAsync, Is.EquivalentTo(Materials(1, 9)), "the key of a pod that is gone is removed");
        await Consistently.That(UsersKeysAsync, Is.EquivalentTo(Materials(1, 9)));

        _actualizer.Pods.TryRemove("workspace-al-dev-1", out _);
        await AddAsync("workspace-al-dev-3", 4);
        await Eventually.That(UsersKeysAsync, Is.EqualTo(Materials(9)), "no pod has a key of the user any more");

        // From then on users are let alone but for one look after each key that is added.
        await AddAsync("workspace-al-dev-3", 5);
        await Eventually.That(() => KeysAsync(), Is.EqualTo(Materials(5)));
        _world.Network.ClearRequests();
        await Consistently.That(() => _world.Network.Requests.Count(request => request.Path == "/api/v1/users/customer-al/keys"), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task PodsKey_ByTheNumberThatItsAddingTold_IsDeleted()
    {
        // A person's key takes the number that would be the first of a repository's keys.
        await _world.Admin.Keys.AddAsync("customer-al", new NewKey("laptop", SshKey.Line(9)), default);
        using var operators = ClientOf("x", _world.Gitea.AdminToken);
        using var added = await operators.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(1), type = "workspace" });
        var id = (await added.Content.ReadFromJsonAsync<JsonObject>())!["result"]!["id"];

        using var deleted = await operators.DeleteAsync($"/users/customer/al/ssh/{id}");

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await KeysAsync(), Is.Empty);
        Assert.That(await UsersKeysAsync(), Is.EqualTo(Materials(9)));
    }

    [Test]
    public async Task Keys_WithTheDoorOpen_AreOfTheProjectInThePodsTokenOrOfMain()
    {
        _world.Forge.CreateRepository("customer-al", "shop-dev", []);
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("AUTHENTICATION", "Off"));
        await AddAsync("workspace-al-shop-1", 1, new PodIdentity("workspace", EnvironmentKey.Parse("al/shop/dev")));

        using var nameless = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(2), type = "workspace" });

        Assert.That(nameless.StatusCode, Is.EqualTo(HttpStatusCode.OK), await nameless.Content.ReadAsStringAsync());
        Assert.That(await KeysAsync("shop-dev"), Is.EqualTo(Materials(1)));
        Assert.That(await KeysAsync(), Is.EqualTo(Materials(2)));
        Assert.That(await UsersKeysAsync(), Is.Empty);
    }

    private async Task AddAsync(string name, int key, PodIdentity? identity = null)
    {
        identity ??= new PodIdentity("workspace", Al);
        using var pod = PodOf(identity, name);
        using var answer = await pod.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(key), type = identity.App });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    private async Task<string[]> KeysAsync(string repository = "dev") =>
        [.. (await _world.Admin.DeployKeys.ListAsync(new("customer-al", repository), default)).Select(key => Material(key.Key))];

    private async Task<string[]> UsersKeysAsync() => [.. (await _world.Admin.Keys.ListAsync("customer-al", default)).Select(key => Material(key.Key))];

    private static string Material(string key) => key.Split(' ')[1];

    private static string[] Materials(params int[] keys) => [.. keys.Select(SshKey.Material)];

    private HttpClient PodOf(PodIdentity pod, string name) => ClientOf(name, new PodTokens(TokenKey).Of(pod));

    private HttpClient ClientOf(string name, string token) => new()
    {
        BaseAddress = _world.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{token}"))) },
    };
}
