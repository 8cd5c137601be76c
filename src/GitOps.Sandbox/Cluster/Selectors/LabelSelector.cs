using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Selectors;

/// <summary>
/// A label selector in the query grammar or from an object's <c>selector</c>
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
/// </summary>
internal sealed class LabelSelector
{
    public static readonly LabelSelector Everything = new([]);

    private readonly IReadOnlyList<LabelRequirement> _requirements;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => _requirements = requirements;

    public bool IsEverything => _requirements.Count == 0;

    public bool Matches(IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }
        return true;
    }

    public bool Matches(StoredObject value) => Matches(value.Labels);

    /// <exception cref="FormatException">The text does not follow the grammar.</exception>
    public static LabelSelector Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Everything : new LabelSelector(new LabelSelectorParser(text).Read());

    /// <summary>Of a <c>metav1.LabelSelector</c> object.</summary>
    public static LabelSelector FromObject(JsonObject? selector)
    {
        var requirements = new List<LabelRequirement>();
        foreach (var (key, value) in selector.Object("matchLabels") ?? [])
            requirements.Add(new LabelRequirement(key, LabelOperator.In, [value.AsText() ?? ""]));
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            if (Enum.TryParse<LabelOperator>(expression.Text("operator"), ignoreCase: true, out var @operator))
                requirements.Add(new LabelRequirement(expression.Text("key") ?? "", @operator, expression.Texts("values").ToArray()));
        }
        return new LabelSelector(requirements);
    }
}
