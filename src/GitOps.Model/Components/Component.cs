namespace GitOps.Model.Components;

/// <summary>
/// One running part of an environment, whatever file format asked for it: pods, how they are reached, what they are
/// configured with. Says what is wanted, not how a cluster is told: manifests are written from it.
/// </summary>
public sealed record Component
{
    /// <summary>The account that every namespace has.</summary>
    public const string DefaultServiceAccount = "default";

    /// <summary>Which kind of part, such as <c>gateway</c>; the value of the label <c>app</c>.</summary>
    public required string App { get; init; }

    /// <summary>Name of every object made for this component; a valid RFC 1123 label.</summary>
    public required string Name { get; init; }

    /// <summary>Identifies the pods: on every object, and the selector. Never changes while the component lives.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyList<Container> Containers { get; init; }

    /// <summary>Run to their end, one after the other, before the containers start.</summary>
    public IReadOnlyList<Container> InitContainers { get; init; } = [];

    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    /// <summary>Files that the pods read through a <see cref="ConfigFilesVolume"/>. A change replaces the pods.</summary>
    public IReadOnlyList<ConfigFile> ConfigFiles { get; init; } = [];

    /// <summary>Secrets by key, read through <see cref="SecretVariable"/>. A change replaces the pods.</summary>
    public IReadOnlyDictionary<string, SecretText> Secrets { get; init; } = new Dictionary<string, SecretText>();

    public IReadOnlyList<ServicePort> ServicePorts { get; init; } = [];

    public IReadOnlyDictionary<string, string> ServiceAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>What of the component is reachable from outside. Hosts are unique over all components of an environment.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    public required Rollout Rollout { get; init; }

    /// <summary>Set for functions that Kubeless runs; null: the component's own pods are written.</summary>
    public KubelessFunction? Kubeless { get; init; }

    public string ServiceAccountName { get; init; } = DefaultServiceAccount;

    /// <summary>Whether pods get a token for the API server. What runs a tenant's own code gets none.</summary>
    public bool MountsServiceAccountToken { get; init; }

    /// <summary>Name of the secret that images are pulled with, if one is needed.</summary>
    public string? PullSecretName { get; init; }

    /// <summary>File in git that asks for the component: repository role and path.</summary>
    public required string SourceFile { get; init; }

    /// <summary>JSON path in <see cref="SourceFile"/>.</summary>
    public required string SourcePath { get; init; }
}
