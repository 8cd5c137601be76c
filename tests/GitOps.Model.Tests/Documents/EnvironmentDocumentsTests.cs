using System.Text.Json.Nodes;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Documents;

public sealed class EnvironmentDocumentsTests
{
    [Test]
    public void Read_MoreDocumentsThanAllowed_IsAProblemAndReadsNone()
    {
        var dev = Enumerable.Range(0, DocumentPaths.MaxDocuments + 1).ToDictionary(i => $"common/models/m{i}.json", _ => "not json");

        Assert.That(TestDocuments.Read(dev).Problems.Problems.Single().Reason, Does.Contain("documents"));
    }

    [Test]
    public void Read_DocumentLargerThanAllowed_IsAProblemAndNotParsed()
    {
        var dev = new Dictionary<string, string> { ["lunchbadger.json"] = new string('[', DocumentPaths.MaxDocumentBytes + 1) };

        Assert.That(TestDocuments.Read(dev).Problems.Problems.Single().Reason, Does.Contain("larger"));
    }

    [Test]
    public void Read_TooManyDocumentsAndDisabled_IsDisabled()
    {
        var dev = Enumerable.Range(0, DocumentPaths.MaxDocuments + 1).ToDictionary(i => $"common/models/m{i}.json", _ => "{}");
        dev["lunchbadger.json"] = """{"disabled":true}""";

        Assert.That(TestDocuments.Read(dev).Disabled, Is.True);
    }

    [Test]
    public void Read_MoreProblemsThanAnybodyReads_AreCutOff()
    {
        var project = TestDocuments.Blank();
        project["connections"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => new JsonObject { ["fromId"] = $"a{i}", ["toId"] = $"b{i}" })]);

        Assert.That(TestDocuments.ReadProject(project).Problems.Problems, Has.Count.EqualTo(ProblemList.MaxCount + 1));
    }

    [Test]
    public void Read_ConnectionToAFunctionOfTheOtherRepository_IsNoProblem()
    {
        var project = TestDocuments.Blank();
        project["gateways"] = new JsonArray(new JsonObject
        {
            ["id"] = "g",
            ["name"] = "G",
            ["policies"] = new JsonArray(),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "p", ["policies"] = new JsonArray() }),
        });
        project["connections"] = new JsonArray(new JsonObject { ["fromId"] = "f", ["toId"] = "p" });

        var documents = TestDocuments.Read(
            new Dictionary<string, string> { ["lunchbadger.json"] = TestDocuments.Document(project.ToJsonString()) },
            new Dictionary<string, string> { ["a/serverless.yml"] = "service: a\nlunchbadger: {id: f}\n" });

        Assert.That(documents.Problems.Problems, Is.Empty);
    }

    [TestCase("ftp://x")]
    [TestCase("/relative")]
    [TestCase("http://with space/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("")]
    public void Read_ServiceEndpointThatIsNoWebUrl_IsAProblem(string url)
    {
        var project = TestDocuments.Blank();
        project["serviceEndpoints"] = new JsonArray(new JsonObject { ["id"] = "s", ["urls"] = new JsonArray(url) });

        Assert.That(TestDocuments.ReadProject(project).Problems.Problems.Single().Path, Is.EqualTo("$.serviceEndpoints[0].urls[0]"));
    }

    [TestCase("staging", true)]
    [TestCase("dev", false)]
    public void Read_FunctionIsMissedAndItsRepositoryHasNoSuchBranch_SaysSo(string environment, bool said)
    {
        var project = TestDocuments.Blank();
        project["connections"] = new JsonArray(new JsonObject { ["fromId"] = "a", ["toId"] = "b" });
        var snapshot = TestDocuments.Snapshot(new Dictionary<string, string> { ["lunchbadger.json"] = TestDocuments.Document(project.ToJsonString()) });

        var problems = GitOps.Model.Documents.EnvironmentDocuments.Read(snapshot with
        {
            Environment = GitOps.Model.Names.EnvironmentName.Parse(environment),
            Functions = snapshot.Functions with { Branch = $"env/{environment}" },
        }).Problems.Problems;

        Assert.That(problems.Any(problem => problem.File == "functions" && problem.Reason.Contains("'env/staging'", StringComparison.Ordinal)), Is.EqualTo(said));
    }
}
