using System.Text.Json;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Benchmarks.Stage;

/// <summary>
/// The producer of the benchmarks: one gateway with one pipeline (cors, rate limit, proxy), which with workspace and sls-api
/// and the producer's network policy makes twelve objects.
/// </summary>
internal static class ProducerTemplate
{
    /// <summary>NetworkPolicy, Secret, ConfigMap, and for each of gateway, workspace and sls-api a Service, a Deployment and an Ingress.</summary>
    public const int ObjectsPerProducer = 12;

    /// <summary>One Ingress each for gateway, workspace and sls-api.</summary>
    public const int IngressesPerProducer = 3;

    public static string Name(int index) => $"p{index:00000}";

    public static string UserName(int index) => $"customer-{Name(index)}";

    public static string GatewayDeployment(int index) => $"gateway-{Name(index)}-dev-gateway";

    /// <summary>The project document; <paramref name="limit"/> is what a push changes.</summary>
    public static string LunchBadgerJson(int index, int limit)
    {
        var project = JsonSerializer.Serialize(new
        {
            id = $"{Name(index)}-dev",
            name = "main",
            gateways = new[]
            {
                new
                {
                    id = "57fb72a1-4837-4b70-83af-7a3e0ef1ff58",
                    name = "Gateway",
                    dnsPrefix = "gateway",
                    policies = new[] { "cors", "rate-limit", "proxy" },
                    pipelines = new[]
                    {
                        new
                        {
                            id = "553a40d1-81d9-4354-8c96-faace2f9f127",
                            name = "Pipeline",
                            policies = new object[]
                            {
                                Policy("a4d0807c", "cors", new { origin = "*", credentials = true, maxAge = 86400 }),
                                Policy("b5e1918d", "rate-limit", new { max = limit, windowMs = 60000 }),
                                Policy("f0c8df44", "proxy", new { serviceEndpoint = "1290eb6a-703f-4b30-8eba-7014df3e6135", changeOrigin = true }),
                            },
                        },
                    },
                    itemOrder = 0,
                    system = new { },
                },
            },
            apis = Array.Empty<object>(),
            functions = Array.Empty<object>(),
            serviceEndpoints = new[] { new { id = "1290eb6a-703f-4b30-8eba-7014df3e6135", name = "Upstream", urls = new[] { "http://upstream.example" }, itemOrder = 0 } },
            apiEndpoints = new[] { new { id = "5ec562a4-24ee-4442-829b-ff585af01a5b", name = "Api", host = "*", itemOrder = 0, paths = new[] { "/api/*" } } },
            connections = new[]
            {
                new { id = "c1", fromId = "1290eb6a-703f-4b30-8eba-7014df3e6135", toId = "553a40d1-81d9-4354-8c96-faace2f9f127" },
                new { id = "c2", fromId = "553a40d1-81d9-4354-8c96-faace2f9f127", toId = "5ec562a4-24ee-4442-829b-ff585af01a5b" },
            },
            states = Array.Empty<object>(),
            portals = Array.Empty<object>(),
        });
        return JsonSerializer.Serialize(new
        {
            ids = new { Project = 1 },
            models = new { Project = new Dictionary<string, string> { [$"{Name(index)}-dev"] = project } },
        });
    }

    /// <summary>The snapshot that a configstore would serve for it, for floors that compose without one.</summary>
    public static EnvironmentSnapshot Snapshot(int index, int limit)
    {
        var commit = limit.ToString("x40", System.Globalization.CultureInfo.InvariantCulture);
        return new EnvironmentSnapshot
        {
            Producer = ProducerName.Parse(Name(index)),
            Project = ProjectName.Main,
            Environment = EnvironmentName.Dev,
            Revision = new Revision(commit, Revision.NoCommit),
            Dev = Repository(index, "dev", commit, new() { ["lunchbadger.json"] = LunchBadgerJson(index, limit) }),
            Functions = Repository(index, "functions", Revision.NoCommit, []),
        };
    }

    private static RepositorySnapshot Repository(int index, string name, string commit, Dictionary<string, string> documents) => new()
    {
        FullName = $"{UserName(index)}/{name}",
        Branch = "main",
        Commit = commit,
        Documents = documents,
    };

    private static Dictionary<string, object> Policy(string id, string name, object action) => new()
    {
        ["id"] = id,
        [name] = new[] { new { id = id + "-pair", condition = new { name = "always" }, action } },
    };
}
