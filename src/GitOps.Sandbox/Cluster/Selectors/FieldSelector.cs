using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Selectors;

/// <summary>
/// A field selector over the fields that a resource offers
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/).
/// </summary>
internal sealed class FieldSelector
{
    private const string NameField = "metadata.name";
    private const string NamespaceField = "metadata.namespace";
    private const int NameIndex = -1;
    private const int NamespaceIndex = -2;

    public static readonly FieldSelector Everything = new([]);

    private readonly IReadOnlyList<(int Field, string Value, bool Equal)> _conditions;

    private FieldSelector(IReadOnlyList<(int, string, bool)> conditions) => _conditions = conditions;

    public bool IsEverything => _conditions.Count == 0;

    /// <summary>The one name that can match; null when any can.</summary>
    public string? Name => _conditions.Where(condition => condition is { Field: NameIndex, Equal: true }).Select(condition => condition.Value).FirstOrDefault();

    public bool Matches(StoredObject value)
    {
        foreach (var (field, expected, equal) in _conditions)
        {
            var found = field switch
            {
                NameIndex => value.Key.Name,
                NamespaceIndex => value.Key.Namespace,
                _ => value.Fields[field],
            };
            if (found == expected != equal)
                return false;
        }
        return true;
    }

    /// <exception cref="FormatException">The text does not follow the grammar, or names a field that is not offered.</exception>
    public static FieldSelector Parse(string? text, IReadOnlyList<string> selectable)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;
        var conditions = new List<(int, string, bool)>();
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new FormatException($"invalid selector: '{term}'; can't understand '{term}'");
            var equal = term[at - 1] != '!';
            var path = term[..(equal ? at : at - 1)];
            var value = term[(at + 1)..].TrimStart('=');
            conditions.Add((IndexOf(path, selectable), value, equal));
        }
        return new FieldSelector(conditions);
    }

    private static int IndexOf(string path, IReadOnlyList<string> selectable)
    {
        if (path == NameField)
            return NameIndex;
        if (path == NamespaceField)
            return NamespaceIndex;
        for (var i = 0; i < selectable.Count; i++)
        {
            if (selectable[i] == path)
                return i;
        }
        throw new FormatException(selectable.Count == 0
            ? $"\"{path}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : $"field label not supported: {path}");
    }
}
