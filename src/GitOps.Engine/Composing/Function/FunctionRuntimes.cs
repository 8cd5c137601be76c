using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace GitOps.Engine.Composing.Function;

/// <summary>The runtimes that functions may ask for: the predecessor's, current ones, and those that an operator adds.</summary>
internal sealed class FunctionRuntimes
{
    private static readonly (string Language, string[] Versions)[] Known =
    [
        ("nodejs", ["6", "8", "10", "12", "14", "16", "18", "20", "22", "24"]),
        ("python", ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]),
        ("ruby", ["2.4", "2.5", "3.2", "3.3", "3.4"]),
        ("php", ["7.2", "7.4", "8.2", "8.3", "8.4"]),
        ("go", ["1.10", "1.13", "1.22", "1.23", "1.24"]),
        ("java", ["1.8", "11", "17", "21"]),
        ("dotnetcore", ["2.0", "3.1"]),
        ("dotnet", ["8.0", "9.0", "10.0"]),
    ];

    private readonly FrozenDictionary<string, FunctionRuntime> _runtimes;

    public FunctionRuntimes(CompositionSettings settings)
    {
        var runtimes = new SortedDictionary<string, FunctionRuntime>(StringComparer.Ordinal);
        foreach (var (language, versions) in Known)
        {
            foreach (var version in versions)
            {
                var image = settings.FunctionImage.Replace("$LANGUAGE", language, StringComparison.Ordinal).Replace("$VERSION", version, StringComparison.Ordinal);
                runtimes[language + version] = new FunctionRuntime(language + version, language, version, image, IsOwnImage: false);
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
