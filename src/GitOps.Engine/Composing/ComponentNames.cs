using GitOps.Model.Names;

namespace GitOps.Engine.Composing;

/// <summary>Names, hosts and labels of an environment's components, as existing clusters and clients know them.</summary>
internal sealed class ComponentNames(EnvironmentKey key, CompositionSettings settings)
{
    /// <summary>Characters that Kubernetes and DNS allow in a label.</summary>
    public const int MaxLabelLength = 63;

    /// <summary><c>producer-environment</c>, the stem of all names.</summary>
    public string Stem { get; } = $"{key.Producer}-{key.Environment}";

    public string Object(string app) => $"{app}-{Stem}";

    public string Object(string app, string instance) => $"{app}-{Stem}-{instance}";

    /// <summary>Below the customers' domain; <paramref name="label"/> is the first part of the host.</summary>
    public string Host(string label) => $"{label}.{settings.CustomerDomain}";

    /// <summary>Label of a host that belongs to a part of the environment, such as <c>sls</c> or a gateway's instance.</summary>
    public string HostLabel(string part) => $"{part}-{Stem}";

    /// <summary>DNS name of a service inside the cluster.</summary>
    public string Service(string name) => $"{name}.{settings.TargetNamespace}";

    public Dictionary<string, string> Labels(string app) => new(StringComparer.Ordinal)
    {
        ["app"] = app,
        ["producer"] = key.Producer.Value,
        ["environment"] = key.Environment.Value,
    };
}
