using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.GitApi;

/// <summary>The routes that clients of the predecessor call.</summary>
public sealed class GitApiTests
{
    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync();
        _world.AddProducer("al");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Ping_SaysPong() => Assert.That(await _world.Client.GetStringAsync("/ping"), Is.EqualTo("pong"));

    [Test]
    public async Task PostProducers_Twice_MakesUserAndBothReposOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            using var answer = await _world.Client.PostAsJsonAsync("/api/producers", new { id = "made-twice" });
            var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), body.ToString());
            Assert.That((string?)body["id"], Is.EqualTo("made-twice"));
            Assert.That((string?)body["user"]!["login"], Is.EqualTo("customer-made-twice"));
            Assert.That(body["repos"]!.AsArray().Select(repository => (string?)repository!["name"]), Is.EqualTo(new[] { "dev", "functions" }));
        }
        Assert.That((await _world.HeadsAsync())["made-twice"].Missing, Is.Empty);
    }

    [TestCase("")]
    [TestCase("Upper")]
    [TestCase("-x")]
    [TestCase("a/b")]
    [TestCase(null)]
    public async Task PostProducers_NameThatIsNone_Is400(string? id)
    {
        using var answer = await _world.Client.PostAsJsonAsync("/producers", new { id });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task GetProducers_HasWhatClientsOfThePredecessorRead()
    {
        var al = (await _world.Client.GetFromJsonAsync<JsonArray>("/producers"))!.Single(producer => (string?)producer!["name"] == "al")!;

        Assert.That(((string?)al["login"], (string?)al["username"], (string?)al["namespace"]), Is.EqualTo(("customer-al", "customer-al", "customer")));
        Assert.That(al["repos"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task GetProducer_HasIdEnvsUserAndRepos()
    {
        var al = await _world.Client.GetFromJsonAsync<JsonObject>("/api/producers/al");

        Assert.That(al!.Select(member => member.Key), Is.EqualTo(new[] { "id", "envs", "user", "repos" }));
    }

    [Test]
    public async Task Users_CreateAndRead_GivesTheUser()
    {
        using var made = await _world.Client.PostAsJsonAsync("/users/", new { name = "dora", prefix = "customer" });
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.OK), await made.Content.ReadAsStringAsync());

        var found = await _world.Client.GetFromJsonAsync<JsonObject>("/users/customer/dora");

        Assert.That(((string?)found!["user"]!["login"], (string?)found["user"]!["email"]), Is.EqualTo(("customer-dora", "dora@customer.com")));
    }

    [Test]
    public async Task Users_OfAnotherPrefix_CannotBeNamed()
    {
        // The administrator's account is gitea_admin; "gitea" would be its prefix if '_' were '-'.
        using var found = await _world.Client.GetAsync("/users/gitea/admin");
        using var made = await _world.Client.PostAsJsonAsync("/users/", new { name = "x", prefix = "gitea" });
        using var key = await _world.Client.PostAsJsonAsync("/users/gitea/admin/ssh", new { publicKey = SshKey.Line(9), title = "x" });

        Assert.That((found.StatusCode, made.StatusCode, key.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task File_AtTheDefaultBranch_IsBase64AndNullWhenMissing()
    {
        var found = await _world.Client.GetFromJsonAsync<JsonObject>("/users/customer/al/repos/dev/lunchbadger.json");
        var missing = await _world.Client.GetStringAsync("/users/customer/al/repos/dev/missing.json");

        Assert.That(Encoding.UTF8.GetString(Convert.FromBase64String((string)found!["data"]!)), Is.EqualTo(GiteaAndConfigstore.Document("al")));
        Assert.That(missing, Is.EqualTo("{\"data\":null}"));
    }

    [Test]
    public async Task Repos_PutThenList_HasIt()
    {
        using var made = await _world.Client.PutAsync("/users/customer/al/repos/extra", null);
        var listed = await _world.Client.GetFromJsonAsync<JsonObject>("/users/customer/al/repos");

        Assert.That(listed!["repos"]!.AsArray().Select(repository => (string?)repository!["full_name"]), Has.Member("customer-al/extra"));
    }

    [Test]
    public async Task Hook_PutTwice_IsThereOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            using var answer = await _world.Client.PutAsJsonAsync("/users/customer/al/repos/dev/hook", new { url = "http://127.0.0.1:9/hook" });
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("{\"ok\":true}"));
        }

        Assert.That(await _world.Admin.Hooks.ListAsync(new("customer-al", "dev"), default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Keys_OfThePerson_AreListedWithoutTheSystems()
    {
        using var own = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(11), title = "laptop" });
        using var system = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = SshKey.Line(12), type = "sls-api" });

        var listed = (await _world.Client.GetFromJsonAsync<JsonObject>("/users/customer/al/ssh"))!["publicKeys"]!.AsArray();
        Assert.That(listed.Select(key => (string?)key!["title"]), Is.EqualTo(new[] { "laptop" }));

        using var deleted = await _world.Client.DeleteAsync($"/users/customer/al/ssh/{listed[0]!["id"]}");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("{0}\nssh-ed25519 {1} intruder", TestName = "a second line")]
    [TestCase("{0}\rssh-ed25519 {1} intruder", TestName = "a second line for readers that take a carriage return")]
    [TestCase("{0}\u2028intruder", TestName = "a line separator")]
    [TestCase("{0}\0intruder", TestName = "a NUL")]
    [TestCase("command=\"sh\" {0}", TestName = "options")]
    [TestCase("ssh-rsa {1}", TestName = "another type than the key's")]
    [TestCase("", TestName = "nothing")]
    public async Task AddKey_NotOneLineOfTypeKeyAndComment_IsRefused(string format)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, SshKey.Line(77), SshKey.Material(78));

        using var own = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = text, title = "intruder" });
        using var system = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = text, type = "workspace" });

        Assert.That((own.StatusCode, system.StatusCode), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)), await own.Content.ReadAsStringAsync());
        var keys = await _world.Admin.Keys.ListAsync("customer-al", default);
        Assert.That(keys.Where(key => key.Key.Contains(SshKey.Material(77), StringComparison.Ordinal) || key.Key.Contains(SshKey.Material(78), StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task AddKey_LineFeedAtTheEndAndSpacesBetween_IsTheLineAlone()
    {
        using var added = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = $" ssh-ed25519  {SshKey.Material(79)} my laptop\r\n", title = "spaces" });

        Assert.That(added.StatusCode, Is.EqualTo(HttpStatusCode.OK), await added.Content.ReadAsStringAsync());
        var key = (await _world.Admin.Keys.ListAsync("customer-al", default)).Single(key => key.Title == "spaces");
        await _world.Admin.Keys.DeleteAsync("customer-al", key.Id, default);
        Assert.That(key.Key, Is.EqualTo($"ssh-ed25519 {SshKey.Material(79)} my laptop"));
    }

    [Test]
    public async Task Keys_ThatAreNone_Are422WithTheReason()
    {
        using var answer = await _world.Client.PostAsJsonAsync("/users/customer/al/ssh", new { publicKey = "no key", title = "x" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await answer.Content.ReadFromJsonAsync<JsonObject>())!.Single().Key, Is.EqualTo("error"));
    }

    [Test]
    public async Task OpenApi_DescribesTheRoutes()
    {
        var document = await _world.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");

        Assert.That(document!["paths"]!.AsObject().Select(path => path.Key), Is.SupersetOf(new[] { "/producers", "/environments", "/hook", "/change-stream", "/status" }));
    }

    [Test]
    public async Task Metrics_AfterWork_TellOfIt()
    {
        await Eventually.That(() => _world.Client.GetStringAsync("/metrics"), Does.Contain("gitops_producers ").And.Contains("gitops_scan_duration_seconds_count{").And.Contains("http_client_request_duration_seconds_count{"));
        Assert.That(await _world.Client.GetStringAsync("/metrics"), Does.Not.Contain(_world.Gitea.AdminToken).And.Not.Contains(GiteaAndConfigstore.Secret));
    }
}
