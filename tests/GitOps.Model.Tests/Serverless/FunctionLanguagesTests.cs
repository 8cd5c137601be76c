using GitOps.Model.Serverless;

namespace GitOps.Model.Tests.Serverless;

public sealed class FunctionLanguagesTests
{
    [TestCase("nodejs", null, "nodejs24")]
    [TestCase("node", "8", "nodejs8")]
    [TestCase("Node 8.x", "", "nodejs8")]
    [TestCase("nodejs20", null, "nodejs20")]
    [TestCase("nodejs20", "20", "nodejs20")]
    [TestCase("nodejs:8", null, "nodejs8")]
    [TestCase("node", "v6", "nodejs6")]
    [TestCase("python", "v36", "python3.6")]
    [TestCase("python", "3.1", null)]
    [TestCase("python", "2.7", "python2.7")]
    [TestCase("golang", null, "go1.24")]
    [TestCase("java:1.8", null, "java1.8")]
    [TestCase("dotnetcore", "2.0", "dotnetcore2.0")]
    [TestCase("dotnet", null, "dotnet10.0")]
    [TestCase("nodejs8", "10", null)]
    [TestCase("node", "7", null)]
    [TestCase("cobol", null, null)]
    [TestCase("", null, null)]
    [TestCase("8", null, null)]
    public void TryFind_Spelling_IsTheRuntimeThatIsMeant(string name, string? version, string? runtime)
    {
        var isFound = FunctionLanguages.TryFind(name, version, out var found, out var reason);

        Assert.That(isFound ? found.Language.Name + found.Version : null, Is.EqualTo(runtime));
        Assert.That(reason, isFound ? Is.Empty : Does.StartWith("'").Or.StartWith("There is no"));
    }
}
