using System.Text.Json.Nodes;
using GitOps.Model.Environments;
using GitOps.Model.Schemas;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;
using GitOps.Testing;
using GitOps.Testing.Gateways;
using Json.Schema;

namespace GitOps.Model.Tests.Schemas;

/// <summary>Schemas and readers agree: what a reader takes a schema takes, and what a schema can see to be wrong it refuses.</summary>
public sealed class DocumentSchemasTests
{
    private static readonly Uri Folder = new("https://configstore.example.org/schemas/");

    /// <summary>Refused by the reader for what no schema says: names that depend on plugins, patterns, and the many names of methods.</summary>
    private static readonly string[] BeyondSchemas =
    [
        "a policy that does not exist", "condition that does not exist", "condition nested that does not exist",
        "condition pathMatch with a broken pattern", "endpoint with a broken pattern", "endpoint with a method that does not exist",
    ];

    private static readonly Dictionary<string, JsonSchema> Parsed =
        DocumentSchemas.Names.ToDictionary(name => name, name => JsonSchema.FromText(DocumentSchemas.Get(name, Folder).ToJsonString()));

    private static IReadOnlyList<GatewaySample> Accepted => GatewaySample.Accepted;

    private static IReadOnlyList<GatewaySample> Refused => GatewaySample.Refused;

    private static IReadOnlyList<string> Names => DocumentSchemas.Names;

    [Test]
    public void Names_Documents_AreAllThere() =>
        Assert.That(DocumentSchemas.Names, Is.EqualTo(new[] { "datasources", "environment", "lunchbadger", "model", "model-config", "project", "serverless" }));

    [TestCaseSource(nameof(Names))]
    public void Get_Schema_IsOneOf202012(string name)
    {
        var schema = DocumentSchemas.Get(name, Folder);

        Assert.That((string)schema["$id"]!, Is.EqualTo($"https://configstore.example.org/schemas/{name}.json"));
        Assert.That(MetaSchemas.Draft202012.Evaluate(schema).IsValid, Is.True);
    }

    [TestCaseSource(nameof(Accepted))]
    public void Project_SampleThatAGatewayStartsWith_IsValid(GatewaySample sample) => Assert.That(Errors("project", Project(sample)), Is.Empty);

    [Test]
    public void Project_SamplesThatNoGatewayStartsWith_AreSeenAsFarAsASchemaCan()
    {
        var unseen = Refused.Where(sample => Errors("project", Project(sample)).Count == 0).Select(sample => sample.Name).ToList();

        Assert.That(unseen, Is.EquivalentTo(BeyondSchemas));
    }

    [TestCase("lunchbadger", "{}")]
    [TestCase("lunchbadger", """{"models":{}}""")]
    [TestCase("lunchbadger", """{"models":{"Project":[]}}""")]
    [TestCase("lunchbadger", """{"models":{"Project":{"al-dev":{}}}}""")]
    [TestCase("lunchbadger", """{"models":{"Project":{}},"disabled":"true"}""")]
    [TestCase("lunchbadger", """{"models":{"Project":{"disabled":true}}}""")]
    [TestCase("lunchbadger", """{"models":{"disabled":true,"Project":{}}}""")]
    [TestCase("project", """{"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":{},"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"g","policies":[]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"","name":"g","policies":[],"pipelines":[]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"g","policies":[],"pipelines":[{"id":"p"}]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"g","policies":[],"pipelines":[{"id":"p","policies":[{"id":"x"}]}]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"g","policies":[],"pipelines":[],"pipelinesLunchbadger":[{"id":"p"}]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[{"id":"g","policies":[],"pipelines":[],"https":{"port":443}}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[],"serviceEndpoints":[{"id":"s","urls":["ftp://x"]}],"apiEndpoints":[],"connections":[]}""")]
    [TestCase("project", """{"gateways":[],"serviceEndpoints":[],"apiEndpoints":[{"id":"a","host":5}],"connections":[]}""")]
    [TestCase("project", """{"gateways":[],"serviceEndpoints":[],"apiEndpoints":[],"connections":[{"fromId":"a"}]}""")]
    [TestCase("model", "[]")]
    [TestCase("model", """{"lunchbadgerId":5}""")]
    [TestCase("model", """{"lunchbadgerId":"m"}""")]
    [TestCase("model", """{"lunchbadgerId":"m","name":"car","http":"cars"}""")]
    [TestCase("model-config", "[]")]
    [TestCase("datasources", "[]")]
    [TestCase("serverless", "{}")]
    [TestCase("serverless", """{"service":""}""")]
    [TestCase("serverless", """{"service":"a","provider":[]}""")]
    [TestCase("serverless", """{"service":"Not A Label","lunchbadger":{"id":"f"}}""")]
    [TestCase("environment", """{"replica":1}""")]
    [TestCase("environment", """{"replicas":-1}""")]
    [TestCase("environment", """{"replicas":{"pods":1}}""")]
    [TestCase("environment", """{"resources":{"gateway":{"limits":{"gpu":1}}}}""")]
    [TestCase("environment", """{"env":{"gateway":{"NODE_OPTIONS":"--inspect"}}}""")]
    [TestCase("environment", """{"env":{"workspace":{"1A":"x"}}}""")]
    [TestCase("environment", """{"versions":{"gateway":"a b"}}""")]
    [TestCase("environment", """{"domain":"Shop.example.com"}""")]
    public void Document_WithWhatASchemaCanSee_IsRefusedByBoth(string name, string text)
    {
        Assert.That(Problems(name, text), Is.Not.Empty, "the reader");
        Assert.That(Errors(name, JsonNode.Parse(text)), Is.Not.Empty, "the schema");
    }

    [Test]
    public void Documents_OfTheFixturesThatTheReaderTakes_AreValid()
    {
        var checkedDocuments = 0;
        foreach (var (name, text) in FixtureDocuments())
        {
            if (Problems(name, text).Count > 0) continue;
            checkedDocuments++;
            Assert.That(Errors(name, JsonNode.Parse(text)), Is.Empty, $"{name}: {text}");
        }
        Assert.That(checkedDocuments, Is.GreaterThan(20));
    }

    /// <summary>The direction that matters to tenants: an editor with the schema never marks what a push would pass with.</summary>
    [Test]
    public void Documents_ChangedAnyhowThatTheReaderTakes_AreValid()
    {
        var random = new Random(7);
        var documents = FixtureDocuments().Where(document => Problems(document.Name, document.Text).Count == 0).ToList();
        var taken = 0;
        for (var round = 0; round < 4000; round++)
        {
            var (name, text) = documents[random.Next(documents.Count)];
            var mutated = JsonNode.Parse(text)!;
            Mutate(mutated, random);
            var changed = mutated.ToJsonString();
            if (Problems(name, changed).Count > 0) continue;
            taken++;
            Assert.That(Errors(name, mutated), Is.Empty, $"{name}: {changed}");
        }
        Assert.That(taken, Is.GreaterThan(500));
    }

    private static IEnumerable<(string Name, string Text)> FixtureDocuments()
    {
        foreach (var fixture in Fixtures.Cases("composing").Concat(Fixtures.Cases("demo")))
        {
            foreach (var path in fixture.Files().Where(path => !path.StartsWith("expected", StringComparison.Ordinal)))
            {
                var name = path switch
                {
                    "dev/lunchbadger.json" => "lunchbadger",
                    "dev/server/model-config.json" => "model-config",
                    "dev/server/datasources.json" => "datasources",
                    _ when path.StartsWith("dev/environments/", StringComparison.Ordinal) => "environment",
                    _ when path.Contains("/models/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal) => "model",
                    _ when path.EndsWith("/serverless.yml", StringComparison.Ordinal) => "serverless",
                    _ => null,
                };
                if (name is null) continue;
                var text = fixture.Read(path);
                if (name == "serverless")
                {
                    if (ServerlessReader.ReadServices(new Dictionary<string, string> { ["f/serverless.yml"] = text }, "", new ProblemList()) is [var service]) yield return (name, service.Source.ToJsonString());
                    continue;
                }
                if (TryParse(text) is not JsonObject root) continue;
                yield return (name, text);
                if (name != "lunchbadger" || root["models"] is not JsonObject models || models["Project"] is not JsonObject projects) continue;
                foreach (var (_, project) in projects)
                {
                    if (project?.GetValueKind() == System.Text.Json.JsonValueKind.String && TryParse(project.GetValue<string>()) is JsonObject) yield return ("project", project.GetValue<string>());
                }
            }
        }
        yield return ("environment", """{"replicas":{"gateway":2},"resources":{"gateway":{"requests":{"cpu":"100m","memory":"1Gi"},"limits":{"cpu":2}}},"env":{"workspace":{"A":"b"},"gateway":{"APP_X":"y","TZ":"UTC"}},"versions":{"gateway":"1.2"},"domain":"shop.example.com"}""");
        yield return ("environment", """{"replicas":3}""");
    }

    /// <summary>What the reader says of one document; references into other documents are not asked for.</summary>
    private static IReadOnlyList<Problem> Problems(string name, string text)
    {
        var list = new ProblemList();
        switch (name)
        {
            case "environment":
                EnvironmentSettingsReader.Read(text, "dev/environments/dev.json", list);
                return list.Problems;
            case "serverless":
                ServerlessReader.ReadServices(new Dictionary<string, string> { ["f/serverless.yml"] = text }, "functions/", list);
                return list.Problems;
            default:
                var (path, content) = name switch
                {
                    "lunchbadger" => ("lunchbadger.json", text),
                    "project" => ("lunchbadger.json", TestDocuments.Document(text)),
                    "model" => ("common/models/m.json", text),
                    _ => ($"server/{name}.json", text),
                };
                return [.. TestDocuments.Read(new Dictionary<string, string> { [path] = content }).Problems.Problems.Where(problem => !IsReference(problem))];
        }
    }

    private static bool IsReference(Problem problem) => problem.Reason.StartsWith("Connects to", StringComparison.Ordinal) || problem.Reason.StartsWith("Proxies to", StringComparison.Ordinal);

    private static List<string> Errors(string name, JsonNode? document)
    {
        var result = Parsed[name].Evaluate(document, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. result.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}").DefaultIfEmpty("invalid")];
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static JsonObject Project(GatewaySample sample)
    {
        var project = TestDocuments.Blank();
        if (sample.Endpoint is { } endpoint)
        {
            var named = endpoint.DeepClone().AsObject();
            named["id"] = "endpoint";
            project["apiEndpoints"] = new JsonArray(named);
            return project;
        }
        project["gateways"] = new JsonArray(new JsonObject
        {
            ["id"] = "gateway",
            ["policies"] = new JsonArray(sample.Policy),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "pipeline", ["policies"] = new JsonArray(new JsonObject { ["id"] = "item", [sample.Policy!] = sample.Steps?.DeepClone() }) }),
        });
        return project;
    }

    private static void Mutate(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (members[name] is { } inner and (JsonObject or JsonArray) && random.Next(4) > 0) Mutate(inner, random);
                else if (random.Next(3) == 0) members.Remove(name);
                else members[name] = Anything(random);
                break;
            case JsonArray { Count: > 0 } array:
                var index = random.Next(array.Count);
                if (array[index] is { } element and (JsonObject or JsonArray) && random.Next(4) > 0) Mutate(element, random);
                else if (random.Next(3) == 0) array.RemoveAt(index);
                else array[index] = Anything(random);
                break;
            default:
                break;
        }
    }

    private static JsonNode? Anything(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => "",
        2 => "text",
        3 => "5",
        4 => "true",
        5 => 1,
        6 => 2.5,
        7 => false,
        8 => new JsonArray(),
        9 => new JsonObject(),
        10 => new JsonArray("http://a.example", "b"),
        _ => "http://host.example/path",
    };
}
