using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Access;

/// <summary>Every route that the OpenAPI document lists, with tokens of every kind: what is open is what a rule says, written after Gitea's own.</summary>
public sealed class ScopeMatrixTests
{
    private const string Service = "actualizer-service-token";
    private const string Admin = "gitea_admin";
    private const string Owner = "customer-al";

    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"));
        _world.AddProducer("al");
        await _world.StartConfigstoreAsync();
        using var client = ClientOf(Service);
        await Eventually.That(async () => (await client.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TestCase(Owner, "read:repository")]
    [TestCase(Owner, "read:user")]
    [TestCase(Owner, "read:user write:issue")]
    [TestCase(Owner, "read:user read:repository")]
    [TestCase(Owner, "read:user write:repository")]
    [TestCase(Owner, "write:user read:repository")]
    [TestCase(Owner, "write:user write:repository")]
    [TestCase(Owner, "write:user write:repository public-only")]
    [TestCase(Owner, "all")]
    [TestCase(Owner, "all public-only")]
    [TestCase(Owner, "write:user write:repository write:admin")]
    [TestCase(Admin, "read:user read:admin")]
    [TestCase(Admin, "read:user write:admin")]
    [TestCase(Admin, "read:user read:repository")]
    [TestCase(Admin, "write:user write:repository")]
    [TestCase(Admin, "read:user read:repository read:admin")]
    [TestCase(Admin, "read:user write:repository read:admin")]
    [TestCase(Admin, "read:user read:repository write:admin")]
    [TestCase(Admin, "read:user write:repository write:admin")]
    [TestCase(Admin, "all")]
    [TestCase(Admin, "all public-only")]
    public async Task EveryRoute_WithAToken_DoesWhatItsScopesAllow(string user, string scopes)
    {
        var token = new Token(user, scopes.Split(' '));
        using var client = ClientOf(_world.Forge.CreateToken(user, scopes, token.Scopes));
        var wrong = new List<string>();
        foreach (var (method, path, mediaType) in await OperationsAsync())
        {
            var isOpen = await IsLetThroughAsync(client, method, path, mediaType);
            if (isOpen != IsAllowed(token, method, path)) wrong.Add($"{method} {path} is {(isOpen ? "open" : "closed")}");
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void NoRoute_TakesTheAdministratorsClient_BesideTheCallers()
    {
        var handlers = EndpointRequest.All(_world.Configstore.Services, _ => "x").Select(endpoint => endpoint.Endpoint.Metadata.GetMetadata<MethodInfo>()).OfType<MethodInfo>().Distinct().ToArray();

        Assert.That(handlers, Has.Length.GreaterThan(50));
        Assert.That(handlers.Where(handler => handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(GiteaClient))), Is.Empty);
    }

    /// <summary>What Gitea asks for the same: reading a repository, committing to it, and making users, repositories and keys.</summary>
    private static bool IsAllowed(Token token, HttpMethod method, string path)
    {
        var reads = token.Has("read:repository") && !token.Scopes.Contains("public-only");
        var isOperator = token.User == Admin && token.Has("read:admin") && reads;
        if (!token.Has("read:user")) return false;
        if (path == "/me") return true;
        if (path == "/producers" && method == HttpMethod.Get) return token.Has("read:repository");
        if (IsOperators(method, path) ? !isOperator : !reads) return false;
        if (method == HttpMethod.Get) return true;
        if (!token.Has("write:repository")) return false;
        return path.Contains("{env}", StringComparison.Ordinal) || (isOperator ? token.Has("write:admin") : token.User == Owner && token.Has("write:user"));
    }

    private static bool IsOperators(HttpMethod method, string path) =>
        path is "/environments" or "/status" or "/change-stream" or "/search/users" || path.StartsWith("/users", StringComparison.Ordinal)
        || (path == "/producers" && method == HttpMethod.Post)
        || (method == HttpMethod.Put && (path.EndsWith("/envs/{env}/status", StringComparison.Ordinal) || path.EndsWith("/project/disabled", StringComparison.Ordinal)));

    /// <summary>What the OpenAPI document lists, but for what is open to everybody, and for HEAD, whose answers do not say why.</summary>
    private async Task<IReadOnlyList<(HttpMethod Method, string Path, string MediaType)>> OperationsAsync()
    {
        var document = (await _world.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        var open = EndpointRequest.All(_world.Configstore.Services, parameter => $"{{{parameter}}}").Where(endpoint => endpoint.IsPublic).Select(endpoint => endpoint.Path).ToHashSet();
        (HttpMethod, string, string)[] operations =
        [
            .. from path in document["paths"]!.AsObject()
               where !open.Contains(path.Key)
               from operation in path.Value!.AsObject()
               where operation.Value is JsonObject && operation.Key != "head"
               select (HttpMethod.Parse(operation.Key), path.Key, operation.Value["requestBody"]?["content"]?.AsObject().First().Key ?? "application/json"),
        ];
        Assert.That(operations, Has.Length.GreaterThan(100));
        return operations;
    }

    private static async Task<bool> IsLetThroughAsync(HttpClient client, HttpMethod method, string path, string mediaType)
    {
        // No route takes this body: what is let through comes to the end of the door, and little further.
        using var request = new HttpRequestMessage(method, Regex.Replace(path, "{[^}]+}", parameter => ValueOf(parameter.Value)));
        if (method != HttpMethod.Get) request.Content = new StringContent("[1]", Encoding.UTF8, mediaType);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) return false;
        return answer.StatusCode != HttpStatusCode.NotFound || !(await answer.Content.ReadAsStringAsync()).Contains("There is no producer", StringComparison.Ordinal);
    }

    private static string ValueOf(string parameter) => parameter switch
    {
        "{name}" or "{producer}" => "al",
        "{env}" => "dev",
        "{project}" => "main",
        "{prefix}" => "customer",
        "{repo}" or "{role}" => "dev",
        "{path}" => "server/index.js",
        "{function}" => "hello",
        "{collection}" => "gateways",
        _ => "1",
    };

    private HttpClient ClientOf(string token) => new()
    {
        BaseAddress = _world.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private sealed record Token(string User, string[] Scopes)
    {
        public bool Has(string scope) => Scopes.Contains("all") || Scopes.Contains(scope) || Scopes.Contains(scope.Replace("read:", "write:", StringComparison.Ordinal));
    }
}
