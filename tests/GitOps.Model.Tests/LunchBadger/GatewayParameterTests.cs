using System.Text.Json.Nodes;
using GitOps.Model.Validation;
using GitOps.Testing.Gateways;

namespace GitOps.Model.Tests.LunchBadger;

/// <summary>The verdicts that a real gateway gives on the same samples in the engine's tests.</summary>
public sealed class GatewayParameterTests
{
    private static IReadOnlyList<GatewaySample> Accepted => GatewaySample.Accepted;

    private static IReadOnlyList<GatewaySample> Refused => [.. GatewaySample.Refused, .. GatewaySample.Closed];

    [TestCaseSource(nameof(Accepted))]
    public void Read_SampleThatAGatewayStartsWith_HasNoProblem(GatewaySample sample) => Assert.That(Problems(sample), Is.Empty);

    [TestCaseSource(nameof(Refused))]
    public void Read_SampleThatNoGatewayStartsWithOrNoTenantMayUse_IsAProblemThatNamesTheParameter(GatewaySample sample)
    {
        var problem = Problems(sample).Single();

        Assert.That(problem.Reason, Does.Contain($"'{sample.Problem}'"));
        Assert.That(problem.Path, Does.StartWith(sample.Endpoint is null ? "$.gateways[0].pipelines[0].policies[0]" : "$.apiEndpoints[0]"));
    }

    [Test]
    public void Read_WrongParameter_PathLeadsToItAndTheValueIsNotTold()
    {
        var problem = Problems(new GatewaySample("", "jwt", JsonNode.Parse("""[{"action":{"secretOrPublicKey":["hush"]}}]"""), null, null)).Single();

        Assert.That(problem.Path, Is.EqualTo("$.gateways[0].pipelines[0].policies[0].jwt[0].action.secretOrPublicKey"));
        Assert.That(problem.Reason, Does.Not.Contain("hush"));
    }

    [Test]
    public void Read_UnknownPolicyAndConditionOfAGatewayWithPlugins_AreLeftToThePlugins()
    {
        var project = Project(new GatewaySample("", "circuit-breaker", JsonNode.Parse("""[{"condition":{"name":"open"}}]"""), null, null));
        project["gateways"]![0]!["system"] = JsonNode.Parse("""{"plugins":{"breaker":{}}}""");

        Assert.That(TestDocuments.ReadProject(project).Problems.Problems, Is.Empty);
    }

    private static IReadOnlyList<Problem> Problems(GatewaySample sample) => TestDocuments.ReadProject(Project(sample)).Problems.Problems;

    private static JsonObject Project(GatewaySample sample)
    {
        var project = TestDocuments.Blank();
        project["serviceEndpoints"] = new JsonArray(new JsonObject { ["id"] = "service", ["urls"] = new JsonArray("http://service.example") });
        if (sample.Endpoint is { } endpoint)
        {
            var named = endpoint.DeepClone().AsObject();
            named["id"] = "endpoint";
            project["apiEndpoints"] = new JsonArray(named);
            return project;
        }
        var policies = new JsonArray(new JsonObject { ["id"] = "item", [sample.Policy!] = sample.Steps?.DeepClone() });
        project["gateways"] = new JsonArray(new JsonObject
        {
            ["id"] = "gateway",
            ["policies"] = new JsonArray(sample.Policy),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "pipeline", ["policies"] = policies }),
        });
        return project;
    }
}
