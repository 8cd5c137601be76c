using System.Globalization;

namespace GitOps.Sandbox.Cluster.Selectors;

/// <summary>One condition of a label selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        string? found = null;
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i].Key == Key)
                found = labels[i].Value;
        }
        return Operator switch
        {
            LabelOperator.In => found is not null && Values.Contains(found),
            LabelOperator.NotIn => found is null || !Values.Contains(found),
            LabelOperator.Exists => found is not null,
            LabelOperator.DoesNotExist => found is null,
            LabelOperator.GreaterThan => Number(found) > Number(Values[0]),
            LabelOperator.LessThan => Number(found) < Number(Values[0]),
            _ => false,
        };
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
