using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Requests;

/// <summary>What is refused would have reached a neighbour: a real gateway is given what no document may say, and calls the neighbour's admin API.</summary>
public sealed class ForeignHostTests
{
    private const string Neighbour = "gateway-bo-dev-shop:9876";

    private static readonly string[] Urls =
    [
        "http://gateway-bo-dev-shop:9876", "http://ｇateway-bo-dev-shop:9876", "http://gate\u00ADway-bo-dev-shop:9876", "http://gate\u200Bway-bo-dev-shop:9876", "http://ⓖateway-bo-dev-shop:9876", "HTTP://user@GATEWAY-bo-dev-shop:9876",
    ];

    // Besides an endpoint that leads nowhere.
    private static readonly string[] Actions =
    [
        """{"forward":"http://ｇateway-bo-dev-shop:9876/forward"}""",
        """{"proxyOptions":{"forward":{"protocol":"http:","host":"gateway-bo-dev-shop","port":9876,"path":"/options"}}}""",
        """{"proxyUrl":"http://gateway-bo-dev-shop:9876"}""",
    ];

    [Test]
    public async Task Get_SpellingsOfANeighbour_AreAnsweredByItAndRefusedInDocuments()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var upstreams = await Upstreams.StartAsync(Neighbour);
        await using var gateway = await StartAsync(redis, upstreams);
        using var client = new HttpClient { BaseAddress = gateway.Url };

        for (var i = 0; i < Urls.Length; i++)
        {
            Assert.That(await client.GetStringAsync($"url{i}"), Is.EqualTo($"{Neighbour} GET /url{i}"), Urls[i]);
            Assert.That(Problems(Endpoint(Urls[i]), "{}").Select(problem => problem.Path), Is.EqualTo(new[] { "$.serviceEndpoints[0].urls[0]" }), Urls[i]);
        }
        foreach (var action in Actions) Assert.That(Problems(Endpoint("http://backend.example.com"), action), Has.Count.EqualTo(1), action);
    }

    [Test]
    public async Task Get_ThroughAProxyOrForwarded_ReachesTheNeighbour()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var upstreams = await Upstreams.StartAsync(Neighbour);
        await using var gateway = await StartAsync(redis, upstreams);
        using var client = new HttpClient { BaseAddress = gateway.Url };

        for (var i = 0; i < Actions.Length; i++)
        {
            using var answer = await client.GetAsync($"action{i}");
        }

        await GitOps.Testing.Eventually.That(() => upstreams.Requests.ToList(), Has.Some.Contains("/forward/action0").And.Some.Contains("/options/action1").And.Some.Contains("/action2"), "each asked the neighbour");
    }

    private static JsonObject Endpoint(string url) => new() { ["id"] = "s", ["name"] = "S", ["urls"] = new JsonArray(url) };

    private static IReadOnlyList<Problem> Problems(JsonObject endpoint, string action)
    {
        var parameters = JsonNode.Parse(action)!.AsObject();
        parameters["serviceEndpoint"] = "s";
        var proxy = new JsonObject { ["proxy"] = new JsonArray(new JsonObject { ["action"] = parameters }) };
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray(new JsonObject { ["id"] = "g", ["name"] = "Shop", ["policies"] = new JsonArray("proxy"), ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "p", ["policies"] = new JsonArray(proxy) }) }),
            ["serviceEndpoints"] = new JsonArray(endpoint),
            ["apiEndpoints"] = new JsonArray(),
            ["connections"] = new JsonArray(),
        };
        return EnvironmentDocuments.Read(TestSnapshots.Of("al", TestSnapshots.ProjectFile("al-dev", project))).Problems.Problems;
    }

    private static Task<ExpressGateway> StartAsync(RedisServer redis, Upstreams upstreams)
    {
        var (pipelines, endpoints, services) = (new JsonObject(), new JsonObject(), new JsonObject());
        for (var i = 0; i < Urls.Length; i++)
        {
            services[$"url{i}"] = new JsonObject { ["url"] = Urls[i] };
            Add($"url{i}", new JsonObject { ["serviceEndpoint"] = $"url{i}" });
        }
        services["nowhere"] = new JsonObject { ["url"] = "http://127.0.0.1:1" };
        for (var i = 0; i < Actions.Length; i++)
        {
            var action = JsonNode.Parse(Actions[i])!.AsObject();
            action["serviceEndpoint"] = "nowhere";
            Add($"action{i}", action);
        }
        var configuration = new JsonObject
        {
            ["policies"] = new JsonArray("proxy"),
            ["pipelines"] = pipelines,
            ["apiEndpoints"] = endpoints,
            ["serviceEndpoints"] = services,
        };
        var files = new Dictionary<string, string>
        {
            ["gateway.config.yml"] = $"http:\n  port: 8080\nadmin:\n  port: 9876\n  host: 127.0.0.1\n{string.Concat(configuration.Select(section => $"{section.Key}: {section.Value!.ToJsonString()}\n"))}",
            ["system.config.yml"] = "db: { redis: { host: '127.0.0.1', port: '${REDIS_PORT}', password: '${REDIS_PASSWORD}', namespace: 'EG' } }\ncrypto: {}\nsession: { secret: s, resave: false, saveUninitialized: false }\naccessTokens: {}\nrefreshTokens: {}\nauthorizationCodes: {}\n",
        };
        var environment = new Dictionary<string, string?>(upstreams.Environment) { ["REDIS_PORT"] = $"{redis.Port}", ["REDIS_PASSWORD"] = redis.Password };
        return ExpressGateway.StartAsync(files, environment);

        void Add(string name, JsonObject action)
        {
            pipelines[name] = new JsonObject { ["apiEndpoints"] = new JsonArray(name), ["policies"] = new JsonArray(new JsonObject { ["proxy"] = new JsonArray(new JsonObject { ["action"] = action }) }) };
            endpoints[name] = new JsonObject { ["paths"] = $"/{name}" };
        }
    }
}
