using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Repositories;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>Who a name leads to at Gitea: organizations, other capitals, renames. Nobody can stop the listing of the others.</summary>
public sealed class NameTests
{
    private GiteaAndConfigstore _world = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync();
        _world.AddProducer("al");
        _world.AddProducer("bo");
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Organization_WithARepositoryUnderAProducersName_IsNobodyAndStopsNobody()
    {
        AddOrganization("customer-acme");
        await StartAsync();

        Assert.That((await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo" }));
        await EventuallyRemovedAsync("bo");
        using var acme = await _world.Client.GetAsync("/producers/acme");
        Assert.That(acme.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Organization_MadeLater_IsNobodyAndStopsNobody()
    {
        await StartAsync();

        AddOrganization("customer-acme");
        await _world.Forge.CommitAsync("customer-acme", "dev", [GitOps.Sandbox.Forge.ForgeFile.Text("lunchbadger.json", "{}")], "Pushed by an organization");

        await EventuallyRemovedAsync("bo");
        Assert.That((await _world.HeadsAsync()).Keys, Is.EqualTo(new[] { "al" }));
    }

    [Test]
    public async Task Organization_ThatTookTheNameOfADeletedProducer_DoesNotKeepItAlive()
    {
        await StartAsync();
        await _world.Admin.Users.DeleteAsync("customer-bo", purge: true, default);
        AddOrganization("customer-bo");

        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Is.EqualTo(new[] { "al" }));
    }

    [Test]
    public async Task Provisioning_UnderTheNameOfAnOrganization_Is409()
    {
        AddOrganization("customer-acme");
        await StartAsync();

        using var answer = await _world.Client.PostAsJsonAsync("/producers", new { id = "acme" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), await answer.Content.ReadAsStringAsync());
        Assert.That((await _world.Admin.Repositories.ListOfUserAsync("customer-acme", default)).Select(repository => repository.Name), Is.EqualTo(new[] { "dev" }), "nothing was made there");
    }

    [TestCase(true, HttpStatusCode.Conflict)]
    [TestCase(false, HttpStatusCode.OK)]
    public async Task Provisioning_UnderAFormerName_NeverTakesTheRenamedUser(bool mailIsTaken, HttpStatusCode expected)
    {
        _world.Forge.CreateUser("customer-cy", email: mailIsTaken ? "cy@customer.com" : "somebody@example.com");
        await StartAsync();
        _world.Forge.Rename("customer-cy", "customer-cyril");

        using var answer = await _world.Client.PostAsJsonAsync("/producers", new { id = "cy" });

        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
        Assert.That(await _world.Admin.Repositories.ListOfUserAsync("customer-cyril", default), Is.Empty, "nothing was made there");
        await Eventually.That(
            async () => (await _world.HeadsAsync()).Keys, Is.EquivalentTo(expected == HttpStatusCode.OK ? new[] { "al", "bo", "cy", "cyril" } : ["al", "bo", "cyril"]));
    }

    [Test]
    public async Task User_RenamedByCase_IsTheSameProducerAndStopsNobody()
    {
        await StartAsync();
        var before = (await _world.HeadsAsync())["al"].Revision;
        await using var stream = await EventStream.OpenAsync(_world.Url);

        _world.Forge.Rename("customer-al", "Customer-AL");

        await EventuallyRemovedAsync("bo");
        Assert.That((await _world.HeadsAsync())["al"].Revision, Is.EqualTo(before));
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("after"));
        await _world.UntilHeadAsync("al", commit);
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("after")));
        Assert.That(stream.Of(ChangeStreamEvents.Removed, ApiJson.Default.EnvironmentHead).Select(head => head.Producer.Value), Has.None.EqualTo("al"));
    }

    [Test]
    public async Task User_WithCapitals_IsAProducerFromTheStart()
    {
        _world.Forge.Rename("customer-al", "Customer-AL");

        await StartAsync();

        Assert.That((await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo" }));
        Assert.That((await _world.HeadsAsync())["al"].Missing, Is.Empty);
    }

    [Test]
    public async Task Repository_RenamedByCase_IsTheSameAndNothingIsRemoved()
    {
        await StartAsync();
        await using var stream = await EventStream.OpenAsync(_world.Url);

        await _world.Admin.Repositories.EditAsync(new("customer-al", "dev"), new RepositoryEdit { Name = "Dev" }, default);

        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain("\"customer-al/Dev\""), "the listing has been read");
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("after"));
        await _world.UntilHeadAsync("al", commit);
        Assert.That((await _world.HeadsAsync())["al"].Missing, Is.Empty);
        var pushes = await Eventually.That(() => stream.Of(ChangeStreamEvents.Push, ApiJson.Default.PushEvent).Where(push => push.After == commit).Select(push => push.RepoName).ToArray(), Is.Not.Empty);
        Assert.That(pushes, Is.All.EqualTo("dev"), "clients know it by this name");
        Assert.That(stream.Of(ChangeStreamEvents.Removed, ApiJson.Default.EnvironmentHead), Is.Empty);
    }

    [Test]
    public async Task User_Renamed_IsAnotherProducerWithTheSameRepositories()
    {
        await StartAsync();
        var before = (await _world.HeadsAsync())["bo"].Revision;

        _world.Forge.Rename("customer-bo", "customer-bobby");

        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bobby" }));
        await Eventually.That(async () => (await _world.HeadsAsync())["bobby"].Revision, Is.EqualTo(before));
    }

    [Test]
    public async Task Repository_TransferredToAnother_IsMissingWithTheFirst()
    {
        _world.Forge.CreateUser("somebody");
        await StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_world.Gitea.Url, "/api/v1/repos/customer-al/functions/transfer")) { Content = new StringContent("""{"new_owner":"somebody"}""", null, "application/json") };
        request.Headers.Authorization = new("token", _world.Gitea.AdminToken);
        using var http = new HttpClient();
        using var transferred = await http.SendAsync(request);

        Assert.That(transferred.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await Eventually.That(async () => (await _world.HeadsAsync())["al"].Missing, Is.EqualTo(new[] { RepositoryRole.Functions }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task User_ThatGiteaListsNowhereThoughItExists_IsToldAndStopsNobody(bool fromTheStart)
    {
        if (!fromTheStart) await StartAsync();
        _world.Network.Faults.Add(Fault.RewriteBody(body => body.Replace("\"login\":\"customer-al\"", "\"login\":\"hidden\"", StringComparison.Ordinal)).On("GET", "/api/v1/admin/users*"));
        if (fromTheStart) await StartAsync();

        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain("does not list"), "its producer is told");
        Assert.That((await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo" }), "nothing that exists is left out");
        Assert.That((await _world.HeadsAsync())["al"].Missing, Is.Empty);
        Assert.That(await _world.ReadinessAsync(), Does.Contain("full scan succeeded"));
    }

    [Test]
    public async Task Repository_ThatCannotBeRead_DoesNotStopTheListingOfOthers()
    {
        await StartAsync();
        _world.Network.Faults.Add(Fault.Status(500, "{}").On("GET", "/api/v1/repos/customer-al/dev/git/refs/*"));
        await _world.CommitAsync("al", GiteaAndConfigstore.Document("unread"));

        await EventuallyRemovedAsync("bo");

        Assert.That((await _world.HeadsAsync())["al"].Missing, Is.Empty);
        Assert.That(await _world.Client.GetStringAsync("/producers/al"), Does.Contain("could not be read"));
    }

    private async Task StartAsync()
    {
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    private void AddOrganization(string name)
    {
        _world.Forge.CreateOrganization(name);
        _world.Forge.CreateRepository(name, "dev", [GitOps.Sandbox.Forge.ForgeFile.Text("lunchbadger.json", "{}")]);
    }

    /// <summary>Full scans go on to the end: only they find out that somebody is gone.</summary>
    private async Task EventuallyRemovedAsync(string producer)
    {
        await _world.Admin.Users.DeleteAsync($"customer-{producer}", purge: true, default);
        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Has.None.EqualTo(producer));
    }
}
