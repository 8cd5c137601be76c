namespace GitOps.Testing;

/// <summary>The cases under <c>fixtures/</c>: one folder per case, found by enumeration.</summary>
public static class Fixtures
{
    /// <summary>The absolute path of an area, such as <c>fixtures/compose</c>.</summary>
    public static string Folder(string area) => RepositoryRoot.Combine("fixtures", area);

    /// <summary>
    /// Every case of an area, by name. For a test source: <c>[TestCaseSource(nameof(Cases))]</c>; a test's name shows
    /// the case's.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The area is missing or empty, so that no test would run.</exception>
    public static IReadOnlyList<FixtureCase> Cases(string area)
    {
        var folder = Folder(area);
        FixtureCase[] cases = Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(path => new FixtureCase(path))]
            : [];
        return cases.Length > 0 ? cases : throw new DirectoryNotFoundException($"{folder} holds no case.");
    }
}
