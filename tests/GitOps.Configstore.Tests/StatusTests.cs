using System.Net;
using System.Net.Http.Json;
using System.Text;
using GitOps.Configstore.Status;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea;
using GitOps.Gitea.Statuses;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>What an actualizer reports is kept, told, and put on the commits.</summary>
public sealed class StatusTests
{
    private static readonly RepositoryName Dev = new("customer-al", "dev");

    private GiteaAndConfigstore _world = null!;
    private Revision _revision;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600"), ("GITEA_TIMEOUT", "0.3"));
        foreach (var name in (string[])["al", "bo", "cy"]) _world.AddProducer(name);
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
        _revision = (await _world.HeadsAsync())["al"].Revision;
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TestCase(ReconcileState.Succeeded, "success")]
    [TestCase(ReconcileState.Waiting, "pending")]
    [TestCase(ReconcileState.Held, "pending")]
    [TestCase(ReconcileState.Refused, "failure")]
    [TestCase(ReconcileState.Failed, "error")]
    public async Task Put_AnyState_IsPutOnBothCommits(ReconcileState state, string expected)
    {
        await PutAsync(StatusOf("al", state));

        foreach (var (repository, commit) in new[] { ("dev", _revision.Dev), ("functions", _revision.Functions) })
        {
            var posted = await Eventually.That(() => _world.Admin.Statuses.ListAsync(new("customer-al", repository), commit, default), Has.Count.EqualTo(1));
            Assert.That((posted[0].Status, posted[0].Context), Is.EqualTo((expected, "gitops/dev")));
        }
    }

    [Test]
    public async Task Put_ByActualizerThatDoesNotKnowWhatWasApplied_KeepsTheAppliedRevision()
    {
        await PutAsync(StatusOf("al", ReconcileState.Succeeded) with { AppliedRevision = _revision });

        await PutAsync(StatusOf("al", ReconcileState.Failed) with { AppliedRevision = null });

        var kept = await _world.Client.GetFromJsonAsync("producers/al/envs/dev/status", ApiJson.Default.EnvironmentStatus);
        Assert.That((kept!.State, kept.AppliedRevision), Is.EqualTo((ReconcileState.Failed, (Revision?)_revision)));
    }

    [Test]
    public async Task Put_Refused_TellsReasonAndPlaceInTheCommitStatus()
    {
        await PutAsync(StatusOf("al", ReconcileState.Refused) with
        {
            Reason = "InvalidDocument",
            Message = "The project is not valid.",
            Problems = [new Problem("dev/lunchbadger.json", "$.gateways[0].name", "is missing", 12), new Problem("dev/lunchbadger.json", "$.x", new string('y', 500))],
        });

        var posted = await Eventually.That(() => PostedAsync(), Has.Count.EqualTo(1));
        Assert.That(posted[0].Description, Is.EqualTo("InvalidDocument: The project is not valid. dev/lunchbadger.json:12 $.gateways[0].name: is missing (and 1 more)"));
    }

    [Test]
    public async Task Put_LongMessage_IsCutTo255Characters()
    {
        await PutAsync(StatusOf("al", ReconcileState.Failed) with { Message = new string('m', 1000) });

        Assert.That((await Eventually.That(() => PostedAsync(), Has.Count.EqualTo(1)))[0].Description, Has.Length.EqualTo(255));
    }

    [Test]
    public async Task Put_TheSameAgain_IsNeitherToldNorPosted()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url, "/change-stream/al");
        await PutAsync(StatusOf("al", ReconcileState.Succeeded));
        await Eventually.That(() => PostedAsync(), Has.Count.EqualTo(1));

        await PutAsync(StatusOf("al", ReconcileState.Succeeded) with { ObservedAt = DateTimeOffset.UtcNow.AddMinutes(1) });

        await Consistently.That(async () => (await PostedAsync()).Count, Is.EqualTo(1));
        Assert.That(stream.Of(ChangeStreamEvents.Status, ApiJson.Default.EnvironmentStatus), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task CommitStatus_WhileGiteaFails_IsPutWhenItRecovers()
    {
        _world.Network.Faults.Add(Fault.Status(503));
        await PutAsync(StatusOf("al", ReconcileState.Succeeded));
        await Eventually.That(() => _world.Network.Requests.Count(request => request.Path.Contains("/statuses/", StringComparison.Ordinal)), Is.GreaterThan(0));

        _world.Network.Faults.Clear();

        await Eventually.That(() => PostedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Restart_KeepsStatusesAndPostsNothingTwice()
    {
        await PutAsync(StatusOf("al", ReconcileState.Succeeded));
        await Eventually.That(() => PostedAsync(), Has.Count.EqualTo(1));
        await Eventually.That(() => File.ReadAllText(Path.Combine(_world.DataDirectory, "status")), Does.Contain("posted"));

        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync();

        var kept = await _world.Client.GetFromJsonAsync("/producers/al/envs/dev/status", ApiJson.Default.EnvironmentStatus);
        Assert.That(kept!.State, Is.EqualTo(ReconcileState.Succeeded));
        await Consistently.That(async () => (await PostedAsync()).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task List_ByStateAndPage_GivesTheMatching()
    {
        await PutAsync(StatusOf("al", ReconcileState.Failed));
        await PutAsync(StatusOf("bo", ReconcileState.Succeeded));
        await PutAsync(StatusOf("cy", ReconcileState.Failed));

        var first = await _world.Client.GetFromJsonAsync<StatusPage>("/status?state=failed&limit=1");
        var second = await _world.Client.GetFromJsonAsync<StatusPage>($"/status?state=failed&limit=1&after={Uri.EscapeDataString(first!.Next!)}");

        Assert.That(first.Items.Concat(second!.Items).Select(status => status.Producer.Value), Is.EqualTo(new[] { "al", "cy" }));
        Assert.That((first.Total, second.Next), Is.EqualTo((2, (string?)null)));
    }

    [TestCase("failed,waiting")]
    [TestCase("Failed, waiting,")]
    [TestCase("failed&state=waiting")]
    public async Task List_BySeveralStates_GivesAllThatAreInOneOfThem(string states)
    {
        await PutAsync(StatusOf("al", ReconcileState.Failed));
        await PutAsync(StatusOf("bo", ReconcileState.Succeeded));
        await PutAsync(StatusOf("cy", ReconcileState.Waiting));

        var page = await _world.Client.GetFromJsonAsync<StatusPage>($"/status?state={states}");

        Assert.That(page!.Items.Select(status => status.Producer.Value), Is.EqualTo(new[] { "al", "cy" }));
    }

    [TestCase("failed,nonsense")]
    [TestCase("3")]
    public async Task List_ByAStateThatThereIsNot_NamesThoseThatThereAre(string states)
    {
        using var answer = await _world.Client.GetAsync($"/status?state={states}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("waiting"));
    }

    [Test]
    public async Task Put_OfAnotherEnvironmentThanThePath_Is400()
    {
        using var answer = await _world.Client.PutAsJsonAsync("/producers/bo/envs/dev/status", StatusOf("al", ReconcileState.Succeeded), ApiJson.Default.EnvironmentStatus);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Put_NoStatusAtAll_Is400()
    {
        foreach (var body in (string[])["", "null", "[]", "{}", "{\"state\":\"unheard-of\"}"])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _world.Client.PutAsync("/producers/al/envs/dev/status", content);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), body);
        }
    }

    private async Task PutAsync(EnvironmentStatus status)
    {
        using var answer = await _world.Client.PutAsJsonAsync($"/producers/{status.Producer}/envs/dev/status", status, ApiJson.Default.EnvironmentStatus);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private Task<IReadOnlyList<CommitStatus>> PostedAsync() => _world.Admin.Statuses.ListAsync(Dev, _revision.Dev, default);

    private EnvironmentStatus StatusOf(string producer, ReconcileState state) => new()
    {
        Producer = ProducerName.Parse(producer),
        Project = ProjectName.Main,
        Environment = GitOps.Model.Names.EnvironmentName.Dev,
        Revision = _revision,
        State = state,
        Reason = "Sample",
        Message = "As a sample.",
        Since = DateTimeOffset.UnixEpoch,
        ObservedAt = DateTimeOffset.UnixEpoch,
    };
}
