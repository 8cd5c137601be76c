using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.EndToEnd.Tests.World;
using GitOps.Gitea.Collaborators;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;
using Microsoft.AspNetCore.Http.Metadata;

namespace GitOps.EndToEnd.Tests;

/// <summary>Who may do what with whose producer, from a token to pods. The door is closed, as it is by default.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class AccessTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Dev = "/producers/al/envs/dev";

    /// <summary>Routes of no producer that everybody may call who is known, since they show everybody their own.</summary>
    private static readonly string[] Shared = ["/producers", "/me"];

    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    private string Token(string user) => World.Forge.Forge.CreateToken(user, $"test-{Guid.NewGuid():N}");

    private async Task ShareAsync(string user, RepositoryPermission permission, params string[] repositories)
    {
        foreach (var repository in repositories) await World.Gitea.Collaborators.SetAsync(new("customer-al", repository), user, permission, CancellationToken.None);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> WriteAsync(HttpClient client, string path, string content = "hello")
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"{Dev}/files") { Content = JsonContent.Create(new Dictionary<string, string> { [path] = content }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await client.SendAsync(request);
    }

    private static async Task<IEnumerable<string>> ProducersAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonArray>("/producers"))!.Select(producer => (string)producer!["name"]!);

    private static string ValueOf(string parameter) => parameter switch
    {
        "name" or "producer" => "al",
        "env" => "dev",
        "project" => "main",
        "id" => "1",
        "role" => "dev",
        _ => "x",
    };

    private static bool IsOperators(EndpointRequest request) => request.Endpoint.Metadata.GetMetadata<RequiredAccess>()?.Permission == Permission.Operator;

    [Test]
    public async Task EveryRoute_OfAnothersProducer_TellsATenantNothingAndChangesNothing()
    {
        await World.RunningProducerAsync("al", Shop);
        var bo = await World.CreateProducerAsync("bo");
        var (objects, heads) = (await World.Cluster.VersionsAsync("al"), Heads());
        using var client = World.Configstore.CreateClient(Token(bo.User));
        var seen = 0;

        foreach (var request in EndpointRequest.All(World.Configstore.Services, ValueOf).Where(request => !request.IsPublic))
        {
            using var message = new HttpRequestMessage(request.Method, request.Path);
            if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head) message.Content = new StringContent("{}", new MediaTypeHeaderValue(request.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json"));
            message.Headers.TryAddWithoutValidation("If-Match", "*");
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            var isOfAProducer = request.Has("name") || request.Has("producer");
            if (isOfAProducer && !IsOperators(request))
            {
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), $"{request}");
                if (request.Method != HttpMethod.Head) Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("There is no producer 'al'."), $"{request}");
                seen++;
            }
            else
            {
                var isShared = Shared.Contains(request.Pattern.StartsWith("/api/", StringComparison.Ordinal) ? request.Pattern[4..] : request.Pattern) && request.Method == HttpMethod.Get;
                Assert.That(answer.StatusCode, Is.EqualTo(isShared ? HttpStatusCode.OK : HttpStatusCode.Forbidden), $"{request}: a route of no producer is an operator's, or named here");
            }
        }

        Assert.That(seen, Is.GreaterThan(100), "the routes were found");
        Assert.That(Heads(), Is.EqualTo(heads));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(objects));
        Assert.That(await ProducersAsync(client), Is.EqualTo(new[] { "bo" }));
    }

    private string?[] Heads() => [World.Forge.Forge.Head("customer-al", "dev"), World.Forge.Forge.Head("customer-al", "functions")];

    [Test]
    public async Task EveryReadingRoute_OfTheirOwn_IsOpenToATenant()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        using var client = World.Configstore.CreateClient(Token(al.User));

        foreach (var request in EndpointRequest.All(World.Configstore.Services, ValueOf).Where(request => !request.IsPublic && request.Method == HttpMethod.Get && !IsOperators(request) && (request.Has("name") || request.Has("producer"))))
        {
            using var answer = await client.GetAsync(request.Path, HttpCompletionOption.ResponseHeadersRead);
            Assert.That(answer.StatusCode, Is.Not.AnyOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), $"{request}");
            if (!answer.IsSuccessStatusCode) Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("There is no producer"), $"{request}");
        }
    }

    [Test]
    public async Task Tenant_EditsTheirOwn_AsThemselvesUpToThePods()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        using var client = World.Configstore.CreateClient(Token(al.User));

        using var answer = await WriteAsync(client, "dev/lunchbadger.json", new Project(new Gateway("g1", "Shop", RateLimit: 7)).ToDocument("al"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
        await World.UntilAsync(al, ReconcileState.Succeeded, Revision.Parse(answer.Headers.GetValues("X-Revision").Single()).Dev);
        Assert.That((string)(await World.Cluster.ListAsync("ConfigMap", "al")).Single()["data"]!["gateway.config.yml"]!, Does.Contain("max: 7"));
        var copy = await al.CopyAsync();
        await copy.GitAsync("fetch", "-q", "origin");
        Assert.That((await copy.GitAsync("log", "-1", "--format=%an %ae", "origin/main")).Trim(), Is.EqualTo("al al@customer.com"));
        Assert.That(await ProducersAsync(client), Is.EqualTo(new[] { "al" }));
    }

    [Test]
    public async Task Collaborator_MayWhatIsSharedUntilItIsNoMore()
    {
        await World.RunningProducerAsync("al", Shop);
        World.Forge.Forge.CreateUser("carla");
        using var carla = World.Configstore.CreateClient(Token("carla"));
        await ShareAsync("carla", RepositoryPermission.Read, "dev", "functions");
        await Eventually.That(() => StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ProducersAsync(carla), Is.EqualTo(new[] { "al" }));
        using var refused = await WriteAsync(carla, "dev/notes.txt");
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        using var stream = await carla.GetAsync("/change-stream/al", HttpCompletionOption.ResponseHeadersRead);
        var reading = stream.Content.CopyToAsync(Stream.Null);
        Assert.That(reading.IsCompleted, Is.False);

        foreach (var repository in (string[])["dev", "functions"]) await World.Gitea.Collaborators.RemoveAsync(new("customer-al", repository), "carla", CancellationToken.None);

        await Eventually.That(() => reading.IsCompleted, Is.True, "the stream ends");
        await Eventually.That(() => StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await ProducersAsync(carla), Is.Empty);
    }

    [Test]
    public async Task Collaborator_WhoMayWriteToOneRepository_ChangesThatOneAlone()
    {
        await World.RunningProducerAsync("al", Shop);
        World.Forge.Forge.CreateUser("carla");
        using var carla = World.Configstore.CreateClient(Token("carla"));
        await ShareAsync("carla", RepositoryPermission.Write, "dev");
        await ShareAsync("carla", RepositoryPermission.Read, "functions");
        await Eventually.That(() => StatusAsync(carla, Dev), Is.EqualTo(HttpStatusCode.OK));
        var functions = World.Forge.Forge.Head("customer-al", "functions");

        using var toFunctions = await WriteAsync(carla, "functions/notes.txt");
        using var toDev = await WriteAsync(carla, "dev/notes.txt");

        Assert.That(toFunctions.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), await toFunctions.Content.ReadAsStringAsync());
        Assert.That(toDev.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await toDev.Content.ReadAsStringAsync());
        Assert.That(World.Forge.Forge.Head("customer-al", "functions"), Is.EqualTo(functions));
    }

    [Test]
    public async Task RevokedToken_IsNobodysAndItsStreamEnds()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        using var client = World.Configstore.CreateClient(World.Forge.Forge.CreateToken(al.User, "laptop"));
        using var stream = await client.GetAsync("/change-stream/al", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(stream.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var reading = stream.Content.CopyToAsync(Stream.Null);

        // A token of the same name takes its place.
        World.Forge.Forge.CreateToken(al.User, "laptop");

        await Eventually.That(() => reading.IsCompleted, Is.True, "the stream ends");
        await Eventually.That(() => StatusAsync(client, Dev), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Actualizer_WithoutATokenOfAService_ChangesNothingAndSaysWhy(bool asTenant)
    {
        var al = await World.RunningProducerAsync("al", Shop);
        await World.Actualizer.StopAsync();
        var before = (await World.Cluster.VersionsAsync("al")).ToList();
        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 7)));

        await World.Actualizer.StartAsync(("CONFIGSTORE_TOKEN", asTenant ? Token(al.User) : ""));

        await Eventually.That(async () => await (await World.Actualizer.Http.GetAsync("/ready")).Content.ReadAsStringAsync(), Does.Contain("CONFIGSTORE_TOKEN"), "it says what is missing");
        // Longer than the grace period of this world, and than several resyncs.
        await Consistently.That(async () => (await World.Cluster.VersionsAsync("al")).ToList(), Is.EqualTo(before), "nothing is touched", TimeSpan.FromSeconds(3));

        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("CONFIGSTORE_TOKEN", Sentinels.ActualizerToken));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
    }
}
