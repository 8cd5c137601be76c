using GitOps.Model.Names;

namespace GitOps.Engine.Composing;

/// <summary>Where objects are, were and may be: what the settings say of namespaces, read once.</summary>
public sealed class Namespaces
{
    private readonly NamespaceTemplate _now;
    private readonly NamespaceTemplate? _former;

    public Namespaces(CompositionSettings settings)
    {
        _now = NamespaceTemplate.Parse(settings.NamespaceTemplate.Length > 0 ? settings.NamespaceTemplate : settings.TargetNamespace);
        _former = settings.FormerNamespaceTemplate.Length > 0 ? NamespaceTemplate.Parse(settings.FormerNamespaceTemplate) : null;
        Shared = _now.IsPerProducer ? settings.TargetNamespace : _now.Of(default);
    }

    /// <summary>Whether every producer has a namespace of its own.</summary>
    public bool ArePerProducer => _now.IsPerProducer;

    /// <summary>The namespace of all producers, or where it is while each has its own: there is the lease, and what has not moved yet.</summary>
    public string Shared { get; }

    /// <summary>The namespaces that all producers share, or have shared before.</summary>
    public IReadOnlyList<string> SharedBefore => _former is { IsPerProducer: false } && _former.Of(default) is var former && former != Shared ? [Shared, former] : [Shared];

    /// <summary>Whether one namespace holds all that has to be known. Otherwise all namespaces are looked at, and <see cref="IsKnown"/> tells which count.</summary>
    public bool IsOne => !ArePerProducer && _former is null;

    public string Of(ProducerName producer) => _now.Of(producer);

    /// <summary>Whether components of any producer may run in a namespace.</summary>
    public bool IsAnyProducers(string name) => _now.Matches(name);

    /// <summary>Whether a namespace is, or was, one of these.</summary>
    public bool IsKnown(string name) => name == Shared || _now.Matches(name) || _former?.Matches(name) is true;

    /// <summary>
    /// Whether objects of a producer can lie in a namespace: in its own, in one that all share, or in what was either before. What lies
    /// elsewhere is not the producer's, whatever its labels say.
    /// </summary>
    public bool MayHold(string name, ProducerName producer) => name == Shared || name == _now.Of(producer) || name == _former?.Of(producer);
}
