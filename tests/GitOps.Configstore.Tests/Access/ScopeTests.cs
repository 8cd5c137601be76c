using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Collaborators;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Access;

/// <summary>Callers may do what the scopes of their token let them do, whoever they are.</summary>
public sealed class ScopeTests
{
    private const string Service = "actualizer-service-token";
    private const string Admin = "gitea_admin";
    private const string Owner = "customer-al";
    private const string Dev = "/producers/al/envs/dev";

    private GiteaAndConfigstore _world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"));
        _world.AddProducer("al");
        await _world.StartConfigstoreAsync();
        using var client = ClientOf(Service);
        await Eventually.That(async () => (await client.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TestCase("read:user", "read:repository")]
    [TestCase("read:user", "write:repository")]
    [TestCase("write:user", "read:repository")]
    public async Task Project_OfATokenThatMayNotMakeRepositories_IsNotMade(params string[] scopes)
    {
        using var client = ClientOf(_world.Forge.CreateToken(Owner, "scoped", scopes));

        using var answer = await client.PostAsJsonAsync("/producers/al/projects", new { id = "shop" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), await answer.Content.ReadAsStringAsync());
        Assert.That(await RepositoriesAsync(), Is.EquivalentTo(new[] { "dev", "functions" }));
    }

    [Test]
    public async Task Project_OfTheOwner_IsMadeByTheOwner()
    {
        using var client = ClientOf(_world.Forge.CreateToken(Owner, "scoped", "write:user", "write:repository"));
        _world.Network.ClearRequests();

        using var answer = await client.PostAsJsonAsync("/producers/al/projects", new { id = "shop" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That(await RepositoriesAsync(), Is.EquivalentTo(new[] { "dev", "functions", "shop-dev", "shop-functions" }));
        Assert.That(_world.Network.Requests.Select(request => request.Path), Has.None.Contains("/admin/users/customer-al/repos"));
    }

    [Test]
    public async Task Project_OfACollaboratorWhoAdministratesAllRepositories_IsNotMade()
    {
        _world.Forge.CreateUser("carla");
        foreach (var repository in (string[])["dev", "functions"]) await _world.Admin.Collaborators.SetAsync(new(Owner, repository), "carla", RepositoryPermission.Admin, default);
        using var client = ClientOf(_world.Forge.CreateToken("carla", "all"));

        using var answer = await client.PostAsJsonAsync("/producers/al/projects", new { id = "shop" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), await answer.Content.ReadAsStringAsync());
        Assert.That(await RepositoriesAsync(), Is.EquivalentTo(new[] { "dev", "functions" }));
    }

    [Test]
    public async Task Deploy_OfATokenThatMayOnlyRead_AsksForNothing()
    {
        using var reader = ClientOf(_world.Forge.CreateToken(Owner, "reader", "read:user", "read:repository"));
        using var writer = ClientOf(_world.Forge.CreateToken(Owner, "writer", "read:user", "write:repository"));
        await _world.Forge.CommitAsync(Owner, "dev", [ForgeFile.Text("lunchbadger.json", EditableEnvironment.Wrap(EditableEnvironment.BlankProject))], "Valid");
        await _world.Forge.CommitAsync(Owner, "functions", [ForgeFile.Text("hello/serverless.yml", "service: hello\nprovider: {runtime: nodejs20}\nfunctions: {h: {handler: handler.h}}\n")], "Valid");
        await Eventually.That(() => SendAsync(writer, "POST", $"{Dev}/sls-api/deploy", new { name = "hello" }), Is.EqualTo(HttpStatusCode.Accepted), "it can be deployed");
        await using var stream = await EventStream.OpenAsync(_world.Url, token: Service);

        using var answer = await reader.PostAsJsonAsync($"{Dev}/sls-api/deploy", new { name = "hello" });
        // What comes after it on the stream shows that it did not come.
        await _world.CommitAsync("al", GiteaAndConfigstore.Document("new"));
        await Eventually.That(() => stream.Events.Any(one => one.Name == "environment"), Is.True);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), await answer.Content.ReadAsStringAsync());
        Assert.That(stream.Events.Select(one => one.Name), Has.None.EqualTo("reconcile"));
    }

    [Test]
    public async Task Operator_WithATokenThatMayOnlyRead_ChangesNothing()
    {
        using var client = ClientOf(_world.Forge.CreateToken(Admin, "scoped", "read:user", "read:repository", "read:admin"));
        var head = _world.Forge.Head(Owner, "dev");

        HttpStatusCode[] answers =
        [
            await SendAsync(client, "POST", "/producers", new { id = "eve" }),
            await SendAsync(client, "POST", "/users", new { name = "eve" }),
            await SendAsync(client, "POST", "/users/customer/al/ssh", new { publicKey = SshKey.Line(1), title = "eve" }),
            await SendAsync(client, "POST", "/users/customer/al/ssh", new { publicKey = SshKey.Line(2), type = "workspace" }),
            await SendAsync(client, "PUT", "/users/customer/al/repos/eve", new { }),
            await SendAsync(client, "PUT", "/users/customer/al/repos/dev/hook", new { url = "http://127.0.0.1:9/hook" }),
            await SendAsync(client, "PUT", $"{Dev}/project/disabled", new { disabled = true }),
            await SendAsync(client, "PUT", $"{Dev}/status", new { }),
            await SendAsync(client, "DELETE", $"{Dev}/sls-api/deploy/hello", null),
        ];

        Assert.That(answers, Is.All.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await _world.Admin.Users.FindAsync("customer-eve", default), Is.Null);
        Assert.That(await _world.Admin.Keys.ListAsync(Owner, default), Is.Empty);
        Assert.That(await RepositoriesAsync(), Is.EquivalentTo(new[] { "dev", "functions" }));
        Assert.That((await _world.Admin.Hooks.ListAsync(new(Owner, "dev"), default)).Select(hook => hook.Config.Url), Has.None.Contains(":9/"));
        Assert.That(_world.Forge.Head(Owner, "dev"), Is.EqualTo(head));
    }

    [Test]
    public async Task Scopes_OfATokenThatComesAgain_AreAskedForOnce()
    {
        using var client = ClientOf(_world.Forge.CreateToken(Owner, "scoped", "read:user", "write:repository"));
        _world.Network.ClearRequests();

        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        for (var i = 0; i < 3; i++) Assert.That(await SendAsync(client, "PATCH", $"{Dev}/files", new Dictionary<string, string> { ["dev/notes.txt"] = $"{i}" }), Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That(_world.Network.Requests.Count(request => request.Path == "/api/v1/repos/migrate"), Is.EqualTo(1));
    }

    private async Task<string[]> RepositoriesAsync() => [.. (await _world.Admin.Repositories.ListOfUserAsync(Owner, default)).Select(repository => repository.Name)];

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path, object? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient ClientOf(string token) => new()
    {
        BaseAddress = _world.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
