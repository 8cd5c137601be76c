using GitOps.Gitea.Http;

namespace GitOps.Gitea.Tests.Http;

/// <summary>Names and paths from outside cannot leave their place in a URL or on a command line.</summary>
public sealed class NameTests
{
    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("-upload-pack=x")]
    [TestCase("a/b")]
    [TestCase("a%2fb")]
    [TestCase("a b")]
    [TestCase("a\\b")]
    [TestCase("a\0b")]
    [TestCase("ä")]
    [TestCase("x.git")]
    [TestCase("$(id)")]
    public void RepositoryName_NoName_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => _ = new RepositoryName("owner", name));
        Assert.That(RepositoryName.TryParse($"owner/{name}", out _), Is.False);
    }

    [TestCase("customer-al-with-hyphens", "dev")]
    [TestCase("Customer_1", "a.b")]
    public void RepositoryName_Name_IsTakenAsItIs(string owner, string name) =>
        Assert.That(new RepositoryName(owner, name).ToString(), Is.EqualTo($"{owner}/{name}"));

    [TestCase("")]
    [TestCase("/etc/passwd")]
    [TestCase("a//b")]
    [TestCase("a/../b")]
    [TestCase("..")]
    [TestCase("./a")]
    [TestCase("a\0b")]
    public void FilePath_NoPath_IsRefused(string path) => Assert.Throws<ArgumentException>(() => ApiPath.OfFile(path));

    [TestCase("a/b.json", "a/b.json")]
    [TestCase("%2e%2e/b", "%252e%252e/b")]
    [TestCase("a b?c#d", "a%20b%3Fc%23d")]
    [TestCase("..\\a", "..%5Ca")]
    [TestCase("ü", "%C3%BC")]
    public void FilePath_Path_IsEscapedSegmentBySegment(string path, string escaped) => Assert.That(ApiPath.OfFile(path), Is.EqualTo(escaped));

    [TestCase("--upload-pack=x")]
    [TestCase("a/../b")]
    [TestCase("")]
    public void Reference_NoReference_IsRefused(string reference) => Assert.Throws<ArgumentException>(() => ApiPath.OfReference(reference));
}
