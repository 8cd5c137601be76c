using GitOps.Model.Names;

namespace GitOps.Engine.Composing;

/// <summary>
/// Names, hosts and labels of an environment's components. No two environments share an object's name, a label set or a Redis
/// namespace (<see cref="ObjectNames"/>); nor a host, but for those that the predecessor's form lets two producers of project
/// <c>main</c> want: these stay with the first (<see cref="GitOps.Engine.Hosts.HostClaims"/>).
/// </summary>
internal sealed class ComponentNames(EnvironmentKey key, Namespaces namespaces, EnvironmentSettings environment)
{
    /// <summary>Characters that Kubernetes and DNS allow in a label.</summary>
    public const int MaxLabelLength = ObjectNames.MaxLabelLength;

    private readonly ObjectNames _names = new(key);

    /// <inheritdoc cref="ObjectNames.Stem"/>
    public string Stem => _names.Stem;

    /// <summary>Kubernetes namespace of everything of the environment.</summary>
    public string Namespace { get; } = namespaces.Of(key.Producer);

    /// <summary>Whether that namespace is the producer's alone.</summary>
    public bool IsNamespaceItsOwn => namespaces.ArePerProducer;

    /// <inheritdoc cref="ObjectNames.RedisNamespace"/>
    public string RedisNamespace => _names.RedisNamespace;

    public string Object(string app) => _names.Of(app);

    public string Object(string app, string instance) => _names.Of(app, instance);

    /// <inheritdoc cref="ObjectNames.Function"/>
    public string Function(string service) => _names.Function(service);

    /// <summary>Below the environment's domain; <paramref name="label"/> is the first part of the host.</summary>
    public string Host(string label) => $"{label}.{environment.Domain}";

    /// <summary>Label of a host that belongs to a part of the environment, such as <c>sls</c> or a gateway's instance.</summary>
    public string HostLabel(string part) => $"{part}-{Stem}";

    /// <summary>DNS name of a service inside the cluster.</summary>
    public string Service(string name) => $"{name}.{Namespace}";

    /// <summary>Labels of every object of a component, which are also its pods' selector.</summary>
    public Dictionary<string, string> Labels(string app)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = app };
        foreach (var (name, value) in EnvironmentLabels.Of(key)) labels[name] = value;
        return labels;
    }
}
