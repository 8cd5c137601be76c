namespace GitOps.Testing.Network;

/// <summary>One end of a connection: a pod, or an address outside of the cluster.</summary>
/// <param name="Namespace">Null for what is no pod.</param>
/// <param name="Labels">The pod's; empty for what is no pod.</param>
/// <param name="Address">Null where no rule for addresses is to fit.</param>
public sealed record NetworkEndpoint(string? Namespace, IReadOnlyDictionary<string, string> Labels, string? Address)
{
    public static NetworkEndpoint Pod(string @namespace, string app) => new(@namespace, new Dictionary<string, string> { ["app"] = app }, "10.244.1.7");

    /// <summary>A pod of a producer's component, as it is labelled wherever it runs.</summary>
    public static NetworkEndpoint Pod(string @namespace, string app, string producer, string environment = "dev") =>
        new(@namespace, new Dictionary<string, string> { ["app"] = app, ["producer"] = producer, ["environment"] = environment }, "10.244.1.7");

    public static NetworkEndpoint Outside(string address) => new(null, new Dictionary<string, string>(), address);

    public override string ToString() => Namespace is null ? Address! : $"{string.Join(',', Labels.Values)} in {Namespace}";
}
