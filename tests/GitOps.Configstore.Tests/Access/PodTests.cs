using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
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
        await Eventually.That(KeysAsync, Is.EquivalentTo(Materials(2, 5, 6)), "the key of a pod that is gone is removed");
    }

    [Test]
    public async Task Keys_WhileTheClusterCannotBeAsked_Stay()
    {
        _actualizer.Failure = 503;
        await AddAsync("workspace-al-dev-1", 1);
        await Eventually.That(() => _actualizer.Asked, Is.GreaterThan(3), "it was tried");
        Assert.That(await KeysAsync(), Is.EqualTo(Materials(1)));

        _actualizer.Failure = null;
        await Eventually.That(KeysAsync, Is.Empty, "no pod has it");
    }

    [Test]
    public async Task StaleKeys_AfterARestartOfTheConfigstore_AreRemovedStill()
    {
        _actualizer.Failure = 503;
        await AddAsync("workspace-al-dev-1", 1);
        await _world.StopConfigstoreAsync();
        _actualizer.Failure = null;

        await _world.StartConfigstoreAsync();

        await Eventually.That(KeysAsync, Is.Empty, "no pod has it");
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
        Assert.That(await KeysAsync(), Is.EquivalentTo(Materials(1, 2, 9)));

        _actualizer.Pods["workspace-al-dev-1"] = DateTimeOffset.UtcNow.AddHours(1);
        await AddAsync("workspace-al-dev-1", 3);

        await Eventually.That(KeysAsync, Is.EquivalentTo(Materials(3, 9)), "a person's key is not touched");
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

    private async Task AddAsync(string name, int key)
    {
        using var pod = PodOf(new PodIdentity("workspace", Al), name);
        using var answer = await pod.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(key), type = "workspace" });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    private async Task<string[]> KeysAsync() => [.. (await _world.Admin.Keys.ListAsync("customer-al", default)).Select(Material)];

    private static string Material(PublicKey key) => key.Key.Split(' ')[1];

    private static string[] Materials(params int[] keys) => [.. keys.Select(SshKey.Material)];

    private HttpClient PodOf(PodIdentity pod, string name) => ClientOf(name, new PodTokens(TokenKey).Of(pod));

    private HttpClient ClientOf(string name, string token) => new()
    {
        BaseAddress = _world.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{token}"))) },
    };
}
