using System.Text.RegularExpressions;

namespace GitOps.Model.LoopBack;

/// <summary>What a model may be called when it is made here, and how LoopBack's own tools call its files.</summary>
public static partial class ModelName
{
    public const int MaxLength = 64;

    // Base classes that every project has, and what JavaScript finds on every object.
    private static readonly string[] Taken = ["Model", "PersistedModel", "KeyValueModel", "constructor", "prototype"];

    /// <summary>A letter, then letters, digits, hyphens and underscores: it becomes a file's name, a URL and a JavaScript function.</summary>
    public static bool IsValid(string name) => name.Length <= MaxLength && Pattern().IsMatch(name) && !Taken.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is said of a name that is none.</summary>
    public const string Rule = "A model's name begins with a letter, has letters, digits, '-' and '_' only and at most 64 of them, and is none of LoopBack's base classes.";

    /// <summary>The name of its files without the extension: words in lower case, joined by hyphens, as in <c>CarPart</c> to <c>car-part</c>.</summary>
    public static string ToFileName(string name) =>
        !name.Any(char.IsAsciiLetterLower) || name.Contains('-', StringComparison.Ordinal)
            ? name.ToLowerInvariant()
            : string.Join('-', Word().Matches(name).Select(word => word.Value.ToLowerInvariant()));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")]
    private static partial Regex Word();
}
