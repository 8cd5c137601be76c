using GitOps.Model.Names;

namespace GitOps.Engine.Composing;

/// <summary>
/// Which namespace a producer's objects are made in, as a text that may hold <c>$PRODUCER</c> once. Two producers never get the same
/// one: all but the producer is fixed, and a namespace says whose it is.
/// </summary>
public sealed class NamespaceTemplate
{
    /// <summary>What stands for the producer's name.</summary>
    public const string Placeholder = "$PRODUCER";

    // Namespaces of the cluster itself begin so.
    private const string Reserved = "kube-";

    private readonly string _before;
    private readonly string _after;

    private NamespaceTemplate(string before, string after, bool isPerProducer) => (_before, _after, IsPerProducer) = (before, after, isPerProducer);

    /// <summary>Whether every producer has a namespace of its own; else all share one.</summary>
    public bool IsPerProducer { get; }

    /// <exception cref="FormatException">The text is no such template; the message says why.</exception>
    public static NamespaceTemplate Parse(string text) =>
        Violation(text) is { } violation ? throw new FormatException($"'{text}' is no template of a namespace: {violation}.") : Split(text);

    /// <summary>Says why <paramref name="text"/> is no template of a namespace; null when it is one.</summary>
    public static string? Violation(string text)
    {
        var template = Split(text);
        if ((template._before + template._after).Contains('$', StringComparison.Ordinal))
            return $"it may hold {Placeholder} once, and no other variable";
        // A producer's name begins and ends like a label, so the longest stands for all.
        var longest = template._before + (template.IsPerProducer ? new string('x', ProducerName.MaxLength) : "") + template._after;
        if (DnsLabel.Violation(longest, ObjectNames.MaxLabelLength) is { } violation)
            return template.IsPerProducer ? $"with a producer of {ProducerName.MaxLength} characters it {violation}" : $"it {violation}";
        return text.StartsWith(Reserved, StringComparison.Ordinal) ? $"names that begin with {Reserved} belong to the cluster" : null;
    }

    /// <summary>The namespace of a producer.</summary>
    public string Of(ProducerName producer) => IsPerProducer ? $"{_before}{producer}{_after}" : _before;

    /// <summary>Whether this is the namespace of some producer, whether or not there is such a one.</summary>
    public bool Matches(string name)
    {
        if (!IsPerProducer) return name == _before;
        return name.Length > _before.Length + _after.Length
            && name.StartsWith(_before, StringComparison.Ordinal)
            && name.EndsWith(_after, StringComparison.Ordinal)
            && ProducerName.TryParse(name[_before.Length..^_after.Length], out _);
    }

    private static NamespaceTemplate Split(string text)
    {
        var at = text.IndexOf(Placeholder, StringComparison.Ordinal);
        return at < 0 ? new NamespaceTemplate(text, "", false) : new NamespaceTemplate(text[..at], text[(at + Placeholder.Length)..], true);
    }
}
