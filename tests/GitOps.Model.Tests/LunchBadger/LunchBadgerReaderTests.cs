using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.LunchBadger;

public sealed class LunchBadgerReaderTests
{
    private static readonly EnvironmentKey Key = EnvironmentKey.Default(ProducerName.Parse("al"));

    [Test]
    public void Read_UnknownMembers_AreInTheSource()
    {
        var project = TestDocuments.Blank();
        project["states"] = new JsonArray(new JsonObject { ["key"] = "currentElement", ["value"] = 1 });
        var text = TestDocuments.Document(project.ToJsonString()).Replace("\"ids\"", "\"unknown\":[1,2],\"ids\"", StringComparison.Ordinal);

        var document = LunchBadgerReader.Read(text, "dev/lunchbadger.json", Key, new ProblemList());

        Assert.That(document!.Source["unknown"]!.ToJsonString(), Is.EqualTo("[1,2]"));
        Assert.That(document.Project.Source["states"]!.ToJsonString(), Is.EqualTo(project["states"]!.ToJsonString()));
    }

    [Test]
    public void Read_DisabledAtBothLevelsInContradiction_IsDisabled()
    {
        var project = TestDocuments.Blank();
        project["disabled"] = false;
        var text = TestDocuments.Document(project.ToJsonString()).Replace("\"ids\"", "\"disabled\":true,\"ids\"", StringComparison.Ordinal);

        Assert.That(LunchBadgerReader.Read(text, "f", Key, new ProblemList())!.Disabled, Is.True);
    }

    [TestCase("1")]
    [TestCase("\"true\"")]
    [TestCase("\"\"")]
    [TestCase("{}")]
    public void Read_DisabledIsNoBoolean_IsAProblemAndNotDisabled(string flag)
    {
        var problems = new ProblemList();
        var project = TestDocuments.Blank();
        project["disabled"] = JsonNode.Parse(flag);

        var document = LunchBadgerReader.Read(TestDocuments.Document(project.ToJsonString()), "f", Key, problems);

        Assert.That(document!.Disabled, Is.False);
        Assert.That(problems.Problems.Single().Path, Is.EqualTo("$.disabled"));
    }

    [Test]
    public void Read_DisabledInAProjectThatIsFullOfErrors_IsDisabledWithoutProblem()
    {
        var problems = new ProblemList();

        var document = LunchBadgerReader.Read(TestDocuments.Document("""{"disabled":true,"gateways":7,"connections":[{}]}"""), "f", Key, problems);

        Assert.That(document!.Disabled, Is.True);
        Assert.That(problems.IsEmpty, Is.True);
    }

    [Test]
    public void Read_DisabledInAProjectThatIsNoString_IsDisabled()
    {
        var document = LunchBadgerReader.Read("""{"models":{"Project":{"al-dev":{"disabled":true}}}}""", "f", Key, new ProblemList());

        Assert.That(document!.Disabled, Is.True);
    }

    [Test]
    public void Read_MemberMissingThatGatewaysAreMadeOf_IsAProblemNotAnEmptyList()
    {
        foreach (var member in (string[])["gateways", "serviceEndpoints", "apiEndpoints", "connections"])
        {
            var project = TestDocuments.Blank();
            project.Remove(member);

            Assert.That(TestDocuments.ReadProject(project).Problems.Problems.Single().Path, Is.EqualTo($"$.{member}"));
        }
    }

    [Test]
    public void Read_HalfOfASurrogatePair_IsAProblem() =>
        Assert.That(TestDocuments.ReadProject("""{"gateways":[],"name":"\ud83d"}""").Problems.Problems.Single().Reason, Does.Contain("surrogate"));

    [Test]
    public void Read_NestedTooDeep_IsAProblem() =>
        Assert.That(TestDocuments.ReadProject(new string('[', 100_000)).Problems.Problems.Single().Reason, Does.Contain("deeper"));
}
