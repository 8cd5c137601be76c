using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Transport;
using GitOps.Kubernetes.Watching;
using GitOps.Kubernetes.Writing;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Kubernetes.Tests.Watching;

[TestFixture]
public sealed class ReflectorTests : ClusterTest
{
    private FaultProxy _proxy = null!;
    private KubernetesClient _client = null!;
    private string _test = "";

    /// <summary>Only what the present test has made.</summary>
    private ReflectorOptions Options => new()
    {
        LabelSelector = $"test={_test}",
        PageSize = 2,
        MinBackoff = TimeSpan.FromMilliseconds(10),
        MaxBackoff = TimeSpan.FromMilliseconds(200),
    };

    [SetUp]
    public async Task StartProxy()
    {
        _test = $"t{Guid.NewGuid():N}"[..12];
        _proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        _client = new KubernetesClient(new KubernetesClientConfiguration { Server = _proxy.Url, Token = Server.Token, Retry = RetryPolicy.None });
    }

    [TearDown]
    public async Task StopProxy()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task RunAsync_ObjectsThere_TellsOfAllAndThenSynced()
    {
        foreach (var name in "abc") await MakeAsync($"{name}", "one");

        await using var world = Observe();

        await Eventually.That(() => world.Story, Is.EqualTo([$"Added {_test}-a", $"Added {_test}-b", $"Added {_test}-c", "Synced"]));
    }

    [Test]
    public async Task RunAsync_ChangesWhileConnected_TellsEach()
    {
        await using var world = Observe();
        await SyncedAsync(world);

        await MakeAsync("a", "one");
        await ChangeAsync("a", "two");
        await Client.DeleteAsync(Map($"{_test}-a"));

        await Eventually.That(() => world.Story, Is.EqualTo(["Synced", $"Added {_test}-a", $"Modified {_test}-a", $"Deleted {_test}-a"]));
    }

    [Test]
    public async Task RunAsync_ObjectsThatDoNotCount_AreNeverToldOf()
    {
        foreach (var name in "ab") await MakeAsync($"{name}", "one");
        await using var world = Observe(Options with { Counts = item => item.Name != $"{_test}-b" && item.Name != $"{_test}-d" });
        await SyncedAsync(world);

        await ChangeAsync("b", "two");
        await MakeAsync("d", "one");
        await Client.DeleteAsync(Map($"{_test}-d"));
        await MakeAsync("c", "one");

        await Eventually.That(() => world.Story, Is.EqualTo([$"Added {_test}-a", "Synced", $"Added {_test}-c"]));
    }

    [Test]
    public async Task RunAsync_LabelTakenAway_TellsDeleted()
    {
        await MakeAsync("a", "one");
        await using var world = Observe();
        await SyncedAsync(world);

        await Client.PatchAsync(Map($"{_test}-a"), PatchType.Merge, Json("""{"metadata":{"labels":{"test":null}}}"""));

        await Eventually.That(() => world.Objects, Is.Empty);
    }

    [Test]
    public async Task RunAsync_ConnectionBreaks_ResumesWithoutListingAgain()
    {
        await MakeAsync("a", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Pause();
        _proxy.ResetOpenRequests();
        await ChangeAsync("a", "two");
        await MakeAsync("b", "one");
        _proxy.Resume();

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-a=two", $"{_test}-b=one"]));
        Assert.That(Lists(), Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_HistoryForgotten_ListsAgainAndTellsTheDifference()
    {
        foreach (var name in "abc") await MakeAsync($"{name}", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.Status(410, Gone).When(IsWatch).Times(1));
        _proxy.Pause();
        _proxy.ResetOpenRequests();
        await Client.DeleteAsync(Map($"{_test}-a"));
        await ChangeAsync("b", "two");
        await MakeAsync("d", "one");
        _proxy.Resume();

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-b=two", $"{_test}-c=one", $"{_test}-d=one"]));
        await Eventually.That(() => world.Story.Skip(4), Is.EquivalentTo([$"Modified {_test}-b", $"Added {_test}-d", $"Deleted {_test}-a", "Synced"]));
    }

    [Test]
    public async Task RunAsync_MadeAnewUnderTheSameNameUnseen_TellsDeletedAndAdded()
    {
        await MakeAsync("a", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.Status(410, Gone).When(IsWatch).Times(1));
        _proxy.Pause();
        _proxy.ResetOpenRequests();
        await Client.DeleteAsync(Map($"{_test}-a"));
        await MakeAsync("a", "two");
        _proxy.Resume();

        await Eventually.That(() => world.Story.Skip(2), Is.EqualTo([$"Deleted {_test}-a", $"Added {_test}-a", "Synced"]));
        Assert.That(world.Objects, Is.EqualTo([$"{_test}-a=two"]));
    }

    [Test]
    public async Task RunAsync_GoneAsAnEventOfTheWatch_ListsAgain()
    {
        await MakeAsync("a", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.Status(200, $$"""{"type":"ERROR","object":{{Gone}}}""" + "\n").When(IsWatch).Times(1));
        _proxy.ResetOpenRequests();

        await Eventually.That(Lists, Is.EqualTo(2));
        await Eventually.That(() => world.Story, Is.EqualTo([$"Added {_test}-a", "Synced", "Synced"]));
    }

    [Test]
    public async Task RunAsync_RelistFails_TellsNothingAsDeleted()
    {
        foreach (var name in "abcde") await MakeAsync($"{name}", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.Status(410, Gone).When(IsWatch).Times(1));
        _proxy.Faults.Add(Fault.Status(500).When(request => request.Query.Contains("continue=")).Times(2));
        _proxy.Faults.Add(Fault.TruncateAfter(100).When(request => request.Query.Contains("continue=")).Times(2));
        _proxy.Faults.Add(Fault.Status(200, "{}").When(request => request.Query.Contains("continue=")).Times(1));
        _proxy.Faults.Add(Fault.Reset().When(request => request.Query.Contains("continue=")).Times(2));
        _proxy.ResetOpenRequests();

        await Eventually.That(() => world.Story.Count(step => step == "Synced"), Is.EqualTo(2));
        Assert.That(world.Story.Where(step => step.StartsWith("Deleted")), Is.Empty);
        Assert.That(world.Objects.Count(), Is.EqualTo(5));
    }

    [Test]
    public async Task RunAsync_ConnectionFallsSilent_NoticesAndResumes()
    {
        await MakeAsync("a", "one");
        await using var world = Observe(Options with { IdleTimeout = TimeSpan.FromSeconds(1) });
        await WatchingAsync(world);
        _proxy.Pause();
        await Eventually.That(() => world.Reflector.Health.LastError ?? "", Does.Contain("no byte came"));
        await ChangeAsync("a", "two");
        _proxy.Resume();

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-a=two"]));
    }

    [Test]
    public async Task RunAsync_ServerEndsWatch_GoesOnFromThere()
    {
        await using var world = Observe(Options with { WatchDuration = TimeSpan.FromSeconds(2) });
        await SyncedAsync(world);
        await Eventually.That(() => _proxy.Requests.Count(IsWatch), Is.GreaterThanOrEqualTo(2));

        await MakeAsync("a", "one");

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-a=one"]));
        Assert.That(Lists(), Is.EqualTo(1));
        Assert.That(world.Reflector.Health.Failures, Is.Zero);
    }

    [Test]
    public async Task RunAsync_OthersChange_BookmarkMovesOn()
    {
        await using var world = Observe(Options with { WatchDuration = TimeSpan.FromSeconds(5) });
        await WatchingAsync(world);

        // Not one of ours: the server tells only that the kind has moved on.
        await CreateMapAsync($"{_test}-other");

        await Eventually.That(() => world.Bookmarks, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task Health_ServerRefuses_SaysWhyAndRecovers()
    {
        _proxy.Faults.Add(Fault.Status(403, """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"you may not","reason":"Forbidden","code":403}""").When(request => request.Path.EndsWith("/configmaps")));
        await using var world = Observe();
        await Eventually.That(() => world.Reflector.Health.LastError ?? "", Does.Contain("you may not"));
        Assert.That(world.Reflector.Health.IsSynced, Is.False);

        _proxy.Faults.Clear();

        await Eventually.That(() => world.Reflector.Health.ConnectedSince, Is.Not.Null);
        Assert.That(world.Reflector.Health, Has.Property("IsSynced").True.And.Property("LastError").Null.And.Property("LastContact").Not.Null);
    }

    [Test]
    public async Task RunAsync_EventCutOffInTheMiddle_ToldWholeAfterResuming()
    {
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.TruncateAfter(40).When(IsWatch).Times(1));
        _proxy.ResetOpenRequests();
        await Eventually.That(() => _proxy.Requests.Count(IsWatch), Is.GreaterThanOrEqualTo(2));

        await MakeAsync("a", "one");

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-a=one"]));
    }

    [TestCase("[]")]
    [TestCase("nonsense")]
    [TestCase("""{"type":"ADDED","object":{} }""")]
    [TestCase("""{"type":"ADDED","object":7}""")]
    [TestCase("""{"type":"NEW","object":{} }""")]
    [TestCase("""{"type":1}""")]
    public async Task RunAsync_WatchTellsNonsense_ToldRightAfterResuming(string line)
    {
        await MakeAsync("a", "one");
        await using var world = Observe();
        await WatchingAsync(world);
        _proxy.Faults.Add(Fault.Status(200, line + "\n").When(IsWatch).Times(1));
        _proxy.Pause();
        _proxy.ResetOpenRequests();
        await MakeAsync("b", "one");
        await Client.DeleteAsync(Map($"{_test}-a"));
        _proxy.Resume();

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-b=one"]));
    }

    [Test]
    public async Task RunAsync_DiscoveryCutOff_GoesOnTrying()
    {
        await MakeAsync("a", "one");
        _proxy.Faults.Add(Fault.TruncateAfter(100).On("GET", "/api/v1").Times(2));
        _proxy.Faults.Add(Fault.Status(200, "{}").On("GET", "/api/v1").Times(1));

        await using var world = Observe();

        await Eventually.That(() => world.Objects, Is.EqualTo([$"{_test}-a=one"]));
    }

    private const string Gone = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}""";

    private static bool IsWatch(ProxiedRequest request) => request.Query.Contains("watch=true");

    private int Lists() => _proxy.Requests.Count(request => request.Path.EndsWith("/configmaps") && !IsWatch(request) && !request.Query.Contains("continue="));

    private ObservedWorld Observe(ReflectorOptions? options = null) => new(new Reflector(_client, ConfigMap, Namespace, options ?? Options));

    private static async Task SyncedAsync(ObservedWorld world) => await Eventually.That(() => world.Reflector.Health.IsSynced, "the first list is read");

    private static async Task WatchingAsync(ObservedWorld world) => await Eventually.That(() => world.Reflector.Health.ConnectedSince, Is.Not.Null);

    private async Task MakeAsync(string name, string value) => await CreateMapAsync($"{_test}-{name}", value, $$"""{"test":"{{_test}}"}""");

    private async Task ChangeAsync(string name, string value) =>
        await Client.PatchAsync(Map($"{_test}-{name}"), PatchType.Merge, Json($$"""{"data":{"key":"{{value}}"} }"""));
}
