using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Collaborators;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.Access;

/// <summary>Callers may do what Gitea lets the owner of their token do, and nothing else.</summary>
public sealed class AccessTests
{
    private const string Service = "actualizer-service-token";
    private const string Dev = "/producers/al/envs/dev";

    // Nothing of a tenant, or signed by itself.
    private static readonly string[] Public = ["/hook", "/health", "/ready", "/metrics", "/ping", "/schemas", "/schemas/{name}.json", "/openapi/{documentName}.json", "/login", "/login/callback", "/logout"];

    private GiteaAndConfigstore _world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"), ("AUTH_CACHE", "1"));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        _world.Forge.CreateUser("carla");
        await _world.StartConfigstoreAsync();
        using var client = ClientOf(Service);
        await Eventually.That(async () => (await client.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task EveryEndpoint_WithoutToken_IsRefusedButForThePublicOnes()
    {
        var endpoints = EndpointRequest.All(_world.Configstore.Services, ValueOf);
        var open = endpoints.Where(endpoint => endpoint.IsPublic).Select(endpoint => endpoint.Pattern.Replace("/api/", "/", StringComparison.Ordinal)).Distinct();
        Assert.That(open, Is.EquivalentTo(Public));

        foreach (var endpoint in endpoints.Where(endpoint => !endpoint.IsPublic))
        {
            using var answer = await _world.Client.SendAsync(new HttpRequestMessage(endpoint.Method, endpoint.Path), HttpCompletionOption.ResponseHeadersRead);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), $"{endpoint}");
        }
    }

    private static string ValueOf(string parameter) => parameter switch
    {
        "name" or "producer" => "al",
        "env" => "dev",
        "id" => "1",
        _ => "x",
    };

    [TestCase("Bearer wrong")]
    [TestCase("token wrong")]
    [TestCase("Basic d3Jvbmc=")]
    [TestCase("Negotiate x")]
    [TestCase("")]
    public async Task Get_WithAWrongCredential_IsUnauthorizedAndSaysHow(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Dev);
        if (header.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", header);

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task Owner_ReadsAndWritesTheirOwnAndSeesNobodyElses()
    {
        using var al = ClientOf(Token("customer-al"));

        Assert.Multiple(() =>
        {
            Assert.That(async () => await StatusAsync(al, Dev), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(async () => await StatusAsync(al, "/producers/bo/envs/dev"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(async () => await StatusAsync(al, "/producers/bo"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(async () => await StatusAsync(al, "/change-stream/bo"), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(async () => await StatusAsync(al, "/change-stream"), Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(async () => await StatusAsync(al, "/environments"), Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(async () => await StatusAsync(al, "/users/customer/al/ssh"), Is.EqualTo(HttpStatusCode.Forbidden));
        });
        Assert.That(await ProducersAsync(al), Is.EqualTo(new[] { "al" }));
    }

    [TestCase(RepositoryPermission.Read, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [TestCase(RepositoryPermission.Write, HttpStatusCode.OK, HttpStatusCode.NoContent)]
    public async Task Collaborator_MayWhatGiteaLetsThem(RepositoryPermission permission, HttpStatusCode reading, HttpStatusCode writing)
    {
        using var carla = ClientOf(Token("carla"));
        Assert.That(await StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.NotFound), "a stranger");
        await ShareAsync("carla", permission);

        await Eventually.That(async () => await StatusAsync(carla, Dev), Is.EqualTo(reading));
        using var answer = await WriteAsync(carla);

        Assert.That(answer.StatusCode, Is.EqualTo(writing));
        Assert.That(await ProducersAsync(carla), Is.EqualTo(new[] { "al" }));
        if (!answer.IsSuccessStatusCode) return;
        var branch = await _world.Admin.Branches.GetAsync(new("customer-al", "dev"), "main", default);
        using var clone = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        Assert.That((await clone.GitAsync("log", "-1", "--format=%an %H")).Trim(), Is.EqualTo($"carla {branch.Commit.Id}"));
    }

    [Test]
    public async Task Write_WithATokenThatMayOnlyRead_IsRefused()
    {
        using var al = ClientOf(_world.Forge.CreateToken("customer-al", "read", "read:repository", "read:user"));

        using var answer = await WriteAsync(al);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task AdministratorsToken_WithoutTheScope_IsNoOperators()
    {
        using var some = ClientOf(_world.Forge.CreateToken("gitea_admin", "some", "read:user", "write:repository"));
        using var all = ClientOf(_world.Forge.CreateToken("gitea_admin", "all", "read:user", "write:repository", "read:admin"));

        foreach (var path in (string[])["/environments", "/users/customer/al/ssh", "/change-stream"])
            Assert.That(await StatusAsync(some, path), Is.EqualTo(HttpStatusCode.Forbidden), path);
        Assert.That(await StatusAsync(some, Dev), Is.EqualTo(HttpStatusCode.OK), "what Gitea lets that token do");
        Assert.That(await StatusAsync(all, "/environments"), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("/producers/al")]
    [TestCase("/producers/al/envs")]
    [TestCase("/change-stream/al")]
    public async Task WhatIsAboutNoProject_TakesTheRightToReadAllRepositories(string path)
    {
        using var carla = ClientOf(Token("carla"));
        await _world.Admin.Collaborators.SetAsync(new("customer-al", "dev"), "carla", RepositoryPermission.Read, default);

        await Consistently.That(() => StatusAsync(carla, path), Is.EqualTo(HttpStatusCode.NotFound));
        await _world.Admin.Collaborators.SetAsync(new("customer-al", "functions"), "carla", RepositoryPermission.Read, default);

        await Eventually.That(() => StatusAsync(carla, path), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Operator_AndService_DoEverything()
    {
        using var admin = ClientOf(_world.Gitea.AdminToken);
        using var service = ClientOf(Service);
        using var git = new HttpClient { BaseAddress = _world.Url };
        git.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"gitea_admin:{_world.Gitea.AdminToken}")));

        Assert.Multiple(() =>
        {
            foreach (var client in new[] { admin, service, git })
            {
                Assert.That(async () => await StatusAsync(client, "/environments"), Is.EqualTo(HttpStatusCode.OK));
                Assert.That(async () => await StatusAsync(client, "/producers/bo/envs/dev"), Is.EqualTo(HttpStatusCode.OK));
                Assert.That(async () => await ProducersAsync(client), Is.EqualTo(new[] { "al", "bo" }));
            }
        });
    }

    [Test]
    public async Task RemovedCollaborator_LosesReadingAndTheOpenStreamAlone()
    {
        await ShareAsync("carla", RepositoryPermission.Read);
        var token = Token("carla");
        using var carla = ClientOf(token);
        await Eventually.That(async () => await StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.OK));
        await using var hers = await EventStream.OpenAsync(_world.Url, "/change-stream/al", token: token);
        await using var others = await EventStream.OpenAsync(_world.Url, "/change-stream/al", token: Service);

        foreach (var repository in (string[])["dev", "functions"]) await _world.Admin.Collaborators.RemoveAsync(new("customer-al", repository), "carla", default);

        await Eventually.That(() => hers.HasEnded, Is.True);
        await Eventually.That(async () => await StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(others.HasEnded, Is.False);
    }

    [Test]
    public async Task Stream_WhoseFollowerLeft_IsNotJudgedAnyMore()
    {
        await ShareAsync("carla", RepositoryPermission.Read);
        var stream = await EventStream.OpenAsync(_world.Url, "/change-stream/al", token: Token("carla"));
        _world.Network.ClearRequests();
        await Eventually.That(Judgements, Is.GreaterThan(1), "while it is open, it is judged again and again");

        await stream.DisposeAsync();

        await Eventually.That(() => _world.Configstore.Client.GetStringAsync("/metrics"), Does.Match("gitops_stream_subscribers[^\n]* 0\n"), "the stream is over");
        _world.Network.ClearRequests();
        // Judged once a second before.
        await Consistently.That(Judgements, Is.Zero, during: TimeSpan.FromSeconds(3));

        // What somebody may do with a repository is asked for callers alone.
        int Judgements() => _world.Network.Requests.Count(request => request.Path == "/api/v1/repos/customer-al/dev");
    }

    [Test]
    public async Task DeletedUser_IsUnauthorizedAndTheirStreamEnds()
    {
        await ShareAsync("carla", RepositoryPermission.Read);
        var token = Token("carla");
        using var carla = ClientOf(token);
        await Eventually.That(async () => await StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.OK));
        await using var stream = await EventStream.OpenAsync(_world.Url, "/change-stream/al", token: token);

        await _world.Admin.Users.DeleteAsync("carla", purge: true, default);

        await Eventually.That(() => stream.HasEnded, Is.True);
        await Eventually.That(async () => await StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Get_WhileGiteaFails_IsNeitherAllowedNorUnauthorized()
    {
        using var al = ClientOf(Token("customer-al"));
        _world.Network.Faults.Add(Fault.Status(500, "{}"));

        Assert.That(await StatusAsync(al, Dev), Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        _world.Network.Faults.Clear();
        await Eventually.That(async () => await StatusAsync(al, Dev), Is.EqualTo(HttpStatusCode.OK));
    }

    private HttpClient ClientOf(string token)
    {
        var client = new HttpClient { BaseAddress = _world.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private string Token(string user) => _world.Forge.CreateToken(user, $"test-{Guid.NewGuid():N}");

    private async Task ShareAsync(string user, RepositoryPermission permission)
    {
        foreach (var repository in (string[])["dev", "functions"]) await _world.Admin.Collaborators.SetAsync(new("customer-al", repository), user, permission, default);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static async Task<string[]> ProducersAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonArray>("/producers"))!.Select(producer => producer!["name"]!.GetValue<string>())];

    private static async Task<HttpResponseMessage> WriteAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Dev}/files") { Content = JsonContent.Create(new Dictionary<string, string> { ["dev/notes.txt"] = "hello" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await client.SendAsync(request);
    }
}
