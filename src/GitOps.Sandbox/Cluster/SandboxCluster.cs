using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Logs;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster;

/// <summary>
/// A small Kubernetes cluster in memory: what an API server does, without HTTP. One instance is one cluster; everything that
/// reads or writes it goes through <see cref="Reader"/>, <see cref="Writer"/> and <see cref="Remover"/>.
/// </summary>
public sealed class SandboxCluster : IDisposable
{
    private static readonly string[] SystemNamespaces = ["default", "kube-system"];
    private static readonly WriteOptions Bootstrap = new("sandbox");
    private readonly CancellationTokenSource _stopping = new();

    /// <exception cref="ArgumentException">The options are not valid.</exception>
    /// <exception cref="InvalidDataException">The saved cluster cannot be read.</exception>
    public SandboxCluster(ClusterOptions options, TimeProvider clock)
    {
        options.Validate();
        Options = options;
        Clock = clock;
        Addresses = new ClusterIpPool();
        Catalog = new ApiResourceCatalog(BuiltInResources.Create(clock, Addresses).Concat(options.CustomResources.Select(Describe)));
        Store = new ObjectStore(options.WatchHistory);
        foreach (var resource in Catalog.All.Where(resource => resource.StoredAs is null))
            Store.Define(resource.StorageKey, resource.SelectableFields);
        if (options.DataDirectory is { } directory)
        {
            Saved = new SnapshotFile(directory);
            if (Saved.TryLoad(Store))
                TakeAddresses();
        }
        Reader = new ObjectReader(Store, clock);
        Writer = new ObjectWriter(Store, clock);
        Remover = new ObjectRemover(Store, clock);
    }

    /// <summary>Requests that came over HTTP.</summary>
    public RequestCounters Requests { get; } = new();

    /// <summary>Logs of the pods.</summary>
    public PodLogs Logs { get; } = new();

    /// <summary>Null when the cluster is kept in memory only.</summary>
    internal SnapshotFile? Saved { get; }

    internal ClusterOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal ClusterIpPool Addresses { get; }

    internal ApiResourceCatalog Catalog { get; }

    internal ObjectStore Store { get; }

    internal ObjectReader Reader { get; }

    internal ObjectWriter Writer { get; }

    internal ObjectRemover Remover { get; }

    /// <summary>Ends watches and controllers.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Makes what every cluster has, as far as it is missing.</summary>
    internal void EnsureSystemObjects()
    {
        var namespaces = Catalog.Get("", "v1", "namespaces");
        foreach (var name in SystemNamespaces.Concat(Options.Namespaces))
        {
            if (Store.Find(namespaces.StorageKey, new ObjectKey("", name)) is null)
                Writer.Create(namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, Bootstrap);
        }
    }

    /// <summary>Ends watches and controllers; reads and writes go on.</summary>
    internal void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>The services of an earlier run keep their addresses.</summary>
    private void TakeAddresses()
    {
        foreach (var service in Store.Snapshot("services").Objects(null))
        {
            if (service.Parse().Object("spec").Text("clusterIP") is { Length: > 0 } address)
                Addresses.TryTake(address);
        }
    }

    private static ApiResource Describe(CustomResource custom) => new()
    {
        Group = custom.Group,
        Version = custom.Version,
        Plural = custom.Plural,
        Singular = custom.Kind.ToLowerInvariant(),
        Kind = custom.Kind,
        Namespaced = custom.Namespaced,
        Schema = SchemaType.Untyped,
        Strategy = new CustomResourceStrategy(custom.HasStatus),
        ShortNames = custom.ShortNames,
        HasStatus = custom.HasStatus,
        HasGeneration = true,
        AllowsUnconditionalUpdate = false,
    };
}
