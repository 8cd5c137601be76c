using NUnit.Framework;

namespace GitOps.Testing;

/// <summary>One case: a folder of input files and expected files.</summary>
public sealed record FixtureCase(string Path)
{
    /// <summary>When set (to anything), expected files are written instead of compared: review them with git diff.</summary>
    public const string RewriteVariable = "GITOPS_REWRITE_FIXTURES";

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The absolute path of a file of this case.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    public string Read(string relativePath) => File.ReadAllText(this[relativePath]);

    public bool Has(string relativePath) => File.Exists(this[relativePath]);

    /// <summary>The files below a folder of this case (all of them without one), as sorted paths relative to it.</summary>
    public IReadOnlyList<string> Files(string folder = "")
    {
        var root = this[folder];
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(root, path))
                .Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Asserts that a text is the expected file's, or makes it so (<see cref="RewriteVariable"/>).</summary>
    public void Expect(string relativePath, string actual)
    {
        if (Environment.GetEnvironmentVariable(RewriteVariable) is { Length: > 0 })
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relativePath])!);
            File.WriteAllText(this[relativePath], actual);
            return;
        }

        Assert.That(Has(relativePath), Is.True, $"{this[relativePath]} is missing; {RewriteVariable}=1 writes it.");
        Assert.That(actual, Is.EqualTo(Read(relativePath)), $"{this[relativePath]}; {RewriteVariable}=1 rewrites it.");
    }

    public override string ToString() => Name;
}
