namespace GitOps.Model.Serverless;

/// <summary>The languages and versions that functions may ask for: the predecessor's and current ones. Operators may add others.</summary>
public static class FunctionLanguages
{
    public static IReadOnlyList<FunctionLanguage> All { get; } =
    [
        new("nodejs", "handler.handler", ["6", "8", "10", "12", "14", "16", "18", "20", "22", "24"]) { Aliases = ["node"] },
        new("python", "handler.handler", ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]),
        new("ruby", "handler.handler", ["2.4", "2.5", "3.2", "3.3", "3.4"]),
        new("php", "handler.handler", ["7.2", "7.4", "8.2", "8.3", "8.4"]),
        new("go", "handler.Handler", ["1.10", "1.13", "1.22", "1.23", "1.24"]) { Aliases = ["golang"] },
        new("java", "Handler.handler", ["1.8", "11", "17", "21"]),
        new("dotnetcore", "Handler.handler", ["2.0", "3.1"]),
        new("dotnet", "Handler.handler", ["8.0", "9.0", "10.0"]),
    ];

    /// <summary>
    /// The language and version that somebody means: <c>nodejs</c>, <c>node 8.x</c>, <c>python3.12</c>, <c>java:1.8</c>, with the version
    /// there or apart. Without one it is the newest.
    /// </summary>
    /// <param name="name">Language, or language and version.</param>
    /// <param name="version">The version when it is said apart; null or empty otherwise.</param>
    /// <param name="found">What is meant.</param>
    /// <param name="reason">Why nothing is.</param>
    public static bool TryFind(string name, string? version, out (FunctionLanguage Language, string Version) found, out string reason)
    {
        (found, reason) = (default, "");
        var text = name.Trim().ToLowerInvariant();
        var digits = text.AsSpan().IndexOfAnyInRange('0', '9');
        var word = (digits < 0 ? text : text[..digits]).TrimEnd(' ', ':', '-', 'v');
        if (All.FirstOrDefault(known => known.Name == word || known.Aliases.Contains(word)) is not { } language)
        {
            reason = $"There is no language '{Shorten(name)}'; there are {string.Join(", ", All.Select(known => known.Name))}.";
            return false;
        }
        string[] said = [.. new[] { digits < 0 ? "" : text[digits..], version ?? "" }.Select(Plain).Where(part => part.Length > 0).Distinct()];
        if (said.Length > 1)
        {
            reason = $"'{Shorten(name)}' and version '{Shorten(version!)}' are two versions; say one.";
            return false;
        }
        // The predecessor's first templates were called v27 and v36.
        var meant = said.Length == 0
            ? language.Versions[^1]
            : language.Versions.FirstOrDefault(known => known == said[0]) ?? language.Versions.FirstOrDefault(known => known.Replace(".", "", StringComparison.Ordinal) == said[0]);
        if (meant is null)
        {
            reason = $"There is no version '{Shorten(said[0])}' of {language.Name}; there are {string.Join(", ", language.Versions)}.";
            return false;
        }
        found = (language, meant);
        return true;
    }

    private static string Plain(string version)
    {
        var plain = version.Trim().ToLowerInvariant();
        if (plain.StartsWith('v')) plain = plain[1..];
        return plain.EndsWith(".x", StringComparison.Ordinal) ? plain[..^2] : plain;
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
