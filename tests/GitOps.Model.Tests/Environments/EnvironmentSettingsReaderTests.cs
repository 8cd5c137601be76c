using FsCheck;
using FsCheck.Fluent;
using GitOps.Model.Environments;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Environments;

public sealed class EnvironmentSettingsReaderTests
{
    private const string File = "dev/environments/dev.json";

    private const string Full =
        """
        {
          "replicas": {"gateway": 2, "workspace": null},
          "resources": {"function": {"requests": {"cpu": "0.1"}, "limits": {"memory": "1024Mi"}}},
          "env": {"function": {"Z": "1", "A": "$x"}, "gateway": {"APP_X": "y"}},
          "versions": {"gateway": "v1.16.11"},
          "domain": "shops.example.com"
        }
        """;

    [Test]
    public void Read_EveryMember_IsRead()
    {
        var settings = Read(Full, out var problems)!;

        Assert.That(problems, Is.Empty);
        Assert.That(settings.Replicas, Is.EquivalentTo(new Dictionary<string, int> { ["gateway"] = 2 }));
        Assert.That(settings.Resources["function"].Requests["cpu"].ToString(), Is.EqualTo("100m"));
        Assert.That(settings.Resources["function"].Limits["memory"].ToString(), Is.EqualTo("1Gi"));
        Assert.That(settings.Variables["function"].Select(variable => (variable.Name, variable.Value)), Is.EqualTo(new[] { ("A", "$x"), ("Z", "1") }));
        Assert.That(settings.Versions["gateway"], Is.EqualTo("v1.16.11"));
        Assert.That(settings.Domain, Is.EqualTo("shops.example.com"));
    }

    [Test]
    public void Read_OneNumberOfReplicas_IsForAllKinds() =>
        Assert.That(Read("""{"replicas": 3}""", out _)!.Replicas, Is.EquivalentTo(ComponentKinds.All.ToDictionary(kind => kind, _ => 3)));

    [TestCase("{}")]
    [TestCase("""{"replicas":null,"resources":null,"env":null,"versions":null,"domain":null}""")]
    [TestCase("""{"replicas":{"gateway":null},"resources":{"gateway":{"limits":{"cpu":null},"requests":null}},"env":{"gateway":{"APP_X":null}},"versions":{"gateway":null}}""")]
    public void Read_NothingOrNull_LeavesTheOperatorsSettings(string text)
    {
        var settings = Read(text, out var problems)!;

        Assert.That(problems, Is.Empty);
        Assert.That((settings.Replicas.Count, settings.Versions.Count, settings.Domain), Is.EqualTo((0, 0, (string?)null)));
        Assert.That(settings.Variables.Values.SelectMany(variables => variables), Is.Empty);
        Assert.That(settings.Resources.Values.SelectMany(needs => needs.Limits), Is.Empty);
    }

    [TestCase("""{"replica":1}""", "$.replica", "replicas, resources")]
    [TestCase("""{"env":{"canvas":{}}}""", "$.env.canvas", "workspace, sls-api, gateway, function")]
    [TestCase("""{"versions":{"function":"1"}}""", "$.versions.function", "workspace, sls-api, gateway.")]
    [TestCase("""{"resources":{"gateway":{"limit":{}}}}""", "$.resources.gateway.limit", "requests, limits")]
    [TestCase("""{"resources":{"gateway":{"limits":{"gpu":1}}}}""", "$.resources.gateway.limits.gpu", "cpu, memory")]
    public void Read_UnknownMember_IsAProblemThatNamesTheKnown(string text, string path, string hint)
    {
        Read(text, out var problems);

        Assert.That(problems.Single().Path, Is.EqualTo(path));
        Assert.That(problems.Single().Hint, Does.Contain(hint));
    }

    [TestCase("[]", "$")]
    [TestCase("{", "$")]
    [TestCase("""{"replicas":-1}""", "$.replicas")]
    [TestCase("""{"replicas":1.5}""", "$.replicas")]
    [TestCase("""{"replicas":"2"}""", "$.replicas")]
    [TestCase("""{"replicas":[2]}""", "$.replicas")]
    [TestCase("""{"replicas":{"gateway":99999999999}}""", "$.replicas.gateway")]
    [TestCase("""{"resources":{"gateway":{"limits":{"memory":"0.5"}}}}""", "$.resources.gateway.limits.memory")]
    [TestCase("""{"resources":{"gateway":{"limits":{"cpu":true}}}}""", "$.resources.gateway.limits.cpu")]
    [TestCase("""{"resources":{"gateway":{"limits":{"cpu":1},"requests":{"cpu":"1001m"}}}}""", "$.resources.gateway.requests.cpu")]
    [TestCase("""{"env":{"function":{"A B":"1"}}}""", "$.env.function['A B']")]
    [TestCase("""{"env":{"function":{"":"1"}}}""", "$.env.function['']")]
    [TestCase("""{"env":{"function":{"A":1}}}""", "$.env.function.A")]
    [TestCase("""{"env":{"function":{"A":"\u0000"}}}""", "$.env.function.A")]
    [TestCase("""{"versions":{"gateway":""}}""", "$.versions.gateway")]
    [TestCase("""{"versions":{"gateway":"1@sha256:00"}}""", "$.versions.gateway")]
    [TestCase("""{"versions":{"gateway":"evil/image:1"}}""", "$.versions.gateway")]
    [TestCase("""{"versions":{"gateway":"1\n"}}""", "$.versions.gateway")]
    [TestCase("""{"domain":"Example.com"}""", "$.domain")]
    [TestCase("""{"domain":"example.com."}""", "$.domain")]
    [TestCase("""{"domain":""}""", "$.domain")]
    [TestCase("""{"domain":"*.example.com"}""", "$.domain")]
    public void Read_WrongValue_IsAProblemAtItsPlace(string text, string path)
    {
        Read(text, out var problems);

        Assert.That(problems.Select(problem => (problem.File, problem.Path)), Is.EqualTo(new[] { (File, path) }));
    }

    [TestCase("function", "LB_ENV")]
    [TestCase("function", "lb_env")]
    [TestCase("function", "EG_NAMESPACE")]
    [TestCase("function", "REDIS_PASSWORD")]
    [TestCase("workspace", "GIT_BRANCH")]
    [TestCase("workspace", "WATCH_URL")]
    [TestCase("workspace", "KUBERNETES_SERVICE_HOST")]
    [TestCase("gateway", "NODE_OPTIONS")]
    [TestCase("gateway", "app_x")]
    [TestCase("sls-api", "PATH")]
    public void Read_VariableOfTheSystemOrOneThatOpensIt_IsAProblem(string kind, string name)
    {
        Read($$"""{"env": {"{{kind}}": {"{{name}}": "hush"} } }""", out var problems);

        Assert.That(problems.Single().Path, Is.EqualTo($"$.env.{kind}.{name}"));
        Assert.That(problems.Single().ToString(), Does.Not.Contain("hush"));
    }

    [Test]
    public void Read_AnythingReplaced_NeverThrows()
    {
        string[] snippets = ["", "null", "[]", "{}", "\"", "\\", "true", "-1", "1e999", "[[[[", "}}", ",", ":", "\u0000", "\\ud800"];
        var mutation =
            from start in Gen.Choose(0, Full.Length)
            from length in Gen.Choose(0, 40)
            from snippet in Gen.Elements(snippets)
            select string.Concat(Full.AsSpan(0, start), snippet, Full.AsSpan(Math.Min(start + length, Full.Length)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(mutation.ToArbitrary(), text =>
        {
            Read(text, out _);
            return true;
        }));
    }

    [Test]
    public void ReadDocuments_SettingsOfAnotherEnvironment_AreNotJudgedHere()
    {
        var documents = TestDocuments.Read(new Dictionary<string, string> { ["environments/staging.json"] = "broken", ["environments/dev.json"] = """{"replicas":2}""" });

        Assert.That(documents.Problems.Problems, Is.Empty);
        Assert.That(documents.Settings!.Replicas["gateway"], Is.EqualTo(2));
    }

    private static EnvironmentSettingsDocument? Read(string text, out IReadOnlyList<Problem> problems)
    {
        var list = new ProblemList();
        var settings = EnvironmentSettingsReader.Read(text, File, list);
        problems = list.Problems;
        return settings;
    }
}
