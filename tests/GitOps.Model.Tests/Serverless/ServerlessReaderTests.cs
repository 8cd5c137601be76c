using System.Text;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Serverless;

public sealed class ServerlessReaderTests
{
    [Test]
    public void ReadServices_NestedAliases_AreRefusedBeforeTheyFillTheMemory()
    {
        var bomb = new StringBuilder("service: a\nl0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 12; level++)
            bomb.Append($"l{level}: &l{level} [").AppendJoin(", ", Enumerable.Repeat($"*l{level - 1}", 10)).Append("]\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = Problems(bomb.ToString()).Single();

        Assert.That(problem.Reason, Does.Contain("nodes"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 * 1024 * 1024));
    }

    [TestCase("[")]
    [TestCase("{a: ")]
    [TestCase("- ")]
    public void ReadServices_NestedTooDeep_IsAProblem(string opening)
    {
        var problem = Problems("service: " + string.Concat(Enumerable.Repeat(opening, 50_000))).Single();

        Assert.That(problem.File, Is.EqualTo("functions/a/serverless.yml"));
    }

    [Test]
    public void ReadServices_AliasOfItself_IsAProblem() =>
        Assert.That(Problems("service: &a [*a]\n").Single().Reason, Does.Contain("anchor"));

    [Test]
    public void ReadServices_TwoDocuments_IsAProblem() =>
        Assert.That(Problems("service: a\n---\nservice: b\n").Single().Reason, Does.Contain("more than one"));

    [Test]
    public void ReadServices_KeyTwice_NamesTheLine()
    {
        var problem = Problems("service: a\nprovider:\n  name: x\n  name: y\n").Single();

        Assert.That(problem.Line, Is.EqualTo(4));
    }

    [Test]
    public void ReadServices_TextThatIsNoYaml_DoesNotRepeatWhatItRead() =>
        Assert.That(Problems("service: [\n  s3ntinel: {\n").Single().ToString(), Does.Not.Contain("s3ntinel"));

    [TestCase("a/b/serverless.yml")]
    [TestCase("serverless.yml")]
    [TestCase("a/serverless.yaml")]
    public void ReadServices_FileThatIsNoDocument_IsNotRead(string path) =>
        Assert.That(ServerlessReader.ReadServices(new Dictionary<string, string> { [path] = "[" }, "functions/", new ProblemList()), Is.Empty);

    [Test]
    public void ReadServices_MergeKey_FillsInWhatIsNotWritten()
    {
        var problems = new ProblemList();
        var service = Read("base: &base {namespace: shared, runtime: python3.6}\nservice: a\nprovider:\n  <<: *base\n  namespace: own\nlunchbadger: {id: f-1}\n", problems).Single();

        Assert.That(problems.Problems, Is.Empty);
        Assert.That((service.Namespace, service.Runtime), Is.EqualTo(("own", "python3.6")));
    }

    private static IReadOnlyList<Problem> Problems(string text)
    {
        var problems = new ProblemList();
        Read(text, problems);
        return problems.Problems;
    }

    private static IReadOnlyList<ServerlessService> Read(string text, ProblemList problems) =>
        ServerlessReader.ReadServices(new Dictionary<string, string> { ["a/serverless.yml"] = text }, "functions/", problems);
}
