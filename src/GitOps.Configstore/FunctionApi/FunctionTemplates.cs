using System.Collections.Frozen;

namespace GitOps.Configstore.FunctionApi;

/// <summary>The templates of new functions: a folder of <c>Templates</c> for each language, whose files are those of the function.</summary>
public sealed class FunctionTemplates
{
    private const string Folder = "Templates/";

    private readonly FrozenDictionary<string, FunctionTemplate> _templates = typeof(FunctionTemplates).Assembly.GetManifestResourceNames()
        .Select(resource => resource.Replace('\\', '/'))
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .GroupBy(resource => resource.Split('/')[1])
        .ToFrozenDictionary(
            language => language.Key,
            language => new FunctionTemplate(
                language.Key,
                [.. language.Order(StringComparer.Ordinal).Select(resource => KeyValuePair.Create(resource[(Folder.Length + language.Key.Length + 1)..], Read(resource)))]));

    public IReadOnlyCollection<FunctionTemplate> All => _templates.Values;

    /// <summary>The template of a language.</summary>
    /// <exception cref="KeyNotFoundException">There is none; a test sees to it that every language has one.</exception>
    public FunctionTemplate Of(string language) => _templates[language];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(FunctionTemplates).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
