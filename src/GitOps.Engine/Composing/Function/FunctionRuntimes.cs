using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using GitOps.Model.Serverless;

namespace GitOps.Engine.Composing.Function;

/// <summary>The runtimes that functions may ask for: the predecessor's, current ones, and those that an operator adds.</summary>
internal sealed class FunctionRuntimes
{
    private readonly FrozenDictionary<string, FunctionRuntime> _runtimes;

    public FunctionRuntimes(CompositionSettings settings)
    {
        var runtimes = new SortedDictionary<string, FunctionRuntime>(StringComparer.Ordinal);
        foreach (var language in FunctionLanguages.All)
        {
            foreach (var version in language.Versions)
            {
                var image = settings.FunctionImage.Replace("$LANGUAGE", language.Name, StringComparison.Ordinal).Replace("$VERSION", version, StringComparison.Ordinal);
                runtimes[language.Name + version] = new FunctionRuntime(language.Name + version, language.Name, version, image, IsOwnImage: false);
            }
        }
        foreach (var entry in settings.FunctionRuntimes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var name = entry[..equals];
            var digits = name.AsSpan().IndexOfAnyInRange('0', '9');
            runtimes[name] = new FunctionRuntime(name, digits < 0 ? name : name[..digits], digits < 0 ? "" : name[digits..], entry[(equals + 1)..], IsOwnImage: true);
        }
        _runtimes = runtimes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Ordered.</summary>
    public IEnumerable<string> Names => _runtimes.Keys.Order(StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out FunctionRuntime? runtime) => _runtimes.TryGetValue(name, out runtime);
}
