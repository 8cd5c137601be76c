using System.Text.RegularExpressions;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary><c>SECURITY.md</c> names tests that are there, and one at least for each promise.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryRoot.Combine("SECURITY.md"));

    [Test]
    public void EveryNamedTest_IsThere()
    {
        var sources = Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var named = TestName.Matches(Document).Select(name => (Class: name.Groups["class"].Value, Method: name.Groups["method"].Value)).Distinct().ToList();

        Assert.That(named, Has.Count.GreaterThan(30), "names are found");
        Assert.That(named.Where(test => !sources[test.Class].Any(source => Declares(source, test.Method))), Is.Empty, "named in SECURITY.md, and not there");
    }

    [Test]
    public void EveryPromise_IsShownByATest()
    {
        var section = Document[Document.IndexOf("## What is promised", StringComparison.Ordinal)..];
        var promises = section[..section.IndexOf("\n## ", 5, StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.That(promises, Has.Count.GreaterThan(10), "promises are found");
        Assert.That(promises.Where(promise => !TestName.IsMatch(promise)), Is.Empty, "promised, and shown by no test");
    }

    private static bool Declares(string source, string method) => Regex.IsMatch(source, $@"public (async )?(Task|void) {Regex.Escape(method)}\(");

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)[.](?<method>[A-Za-z0-9_]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex TestName { get; }
}
