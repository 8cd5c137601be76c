using System.Text.Json.Nodes;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Gateway;
using GitOps.Engine.Composing.SlsApi;
using GitOps.Engine.Composing.Workspace;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// Whom a producer's pods talk to: nobody, and then what each kind of component needs. Rules name pods of the same producer, the
/// operator's places and the internet; another producer's pods are in none.
/// </summary>
/// <remarks>
/// A namespace of the producer's own has one policy for each kind of component. In one that all share, that would be as many for each of
/// thousands: there each producer has a single policy, which knows its pods, and what depends on no producer is in the few policies of all.
/// </remarks>
internal sealed class TenantNetwork(TenantSettings settings, CompositionSettings composition)
{
    public const string ApiVersion = "networking.k8s.io/v1";
    public const string Kind = "NetworkPolicy";

    // Pods of functions that sls-api deploys with Kubeless.
    private const string KubelessApp = "kubeless-fn";

    private static readonly string[] FunctionApps = [FunctionKind.App, KubelessApp];

    private readonly IReadOnlyList<NetworkPeer> _dns = NetworkPeer.ParseAll(settings.Dns);
    private readonly IReadOnlyList<NetworkPeer> _ingress = NetworkPeer.ParseAll(settings.Ingress);
    private readonly IReadOnlyList<NetworkPeer> _metrics = NetworkPeer.ParseAll(settings.Metrics);
    private readonly IReadOnlyList<NetworkPeer> _git = NetworkPeer.ParseAll(settings.Git);
    private readonly IReadOnlyList<NetworkPeer> _redis = NetworkPeer.ParseAll(settings.Redis);
    private readonly IReadOnlyList<NetworkPeer> _apiServer = NetworkPeer.ParseAll(settings.ApiServer);
    private readonly IReadOnlyList<NetworkPeer> _egress = NetworkPeer.ParseAll(settings.Egress);
    private readonly IReadOnlyList<NetworkPeer> _except = NetworkPeer.ParseAll(settings.EgressExcept);

    /// <summary>The policies of a producer in a namespace of its own.</summary>
    public IEnumerable<Manifest> InItsOwn(ProducerName producer, string @namespace)
    {
        yield return Policy("default-deny", PodSelectors.All(), new NetworkRules());
        yield return Policy("dns", PodSelectors.All(), Dns(new NetworkRules()));
        foreach (var (app, apps, rules) in Components(amongEachOther: true)) yield return Policy(app, PodSelectors.Of(apps), rules);

        Manifest Policy(string name, JsonObject pods, NetworkRules rules) =>
            TenantManifest.Of(producer, ApiVersion, Kind, @namespace, name, ("spec", rules.ToSpecification(pods)));
    }

    /// <summary>
    /// The one policy of a producer in a namespace that all share: it shuts all pods of the producer, of whatever kind, and lets its gateways
    /// reach its workspaces and functions.
    /// </summary>
    public Manifest InTheShared(ProducerName producer, string @namespace)
    {
        // Who calls decides by kind, who is called only by port: no pod but a gateway may call these.
        var rules = Dns(new NetworkRules())
            .FromPods(PodSelectors.Of(producer, GatewayKind.App), WorkspacePods.ProjectPort, FunctionRoutes.Port)
            .ToPods(PodSelectors.Of(producer, WorkspaceKind.App), WorkspacePods.ProjectPort)
            .ToPods(PodSelectors.Of(producer, FunctionApps), FunctionRoutes.Port);
        // No name of another producer's, nor of what all have: the whole of the producer's name is behind one and the same beginning.
        return TenantManifest.Of(producer, ApiVersion, Kind, @namespace, $"tenant-{producer}", ("spec", rules.ToSpecification(PodSelectors.Of(producer))));
    }

    /// <summary>What the producers of a shared namespace have in common, beside the policy that each has of its own.</summary>
    /// <param name="namespace">Where.</param>
    /// <param name="amongEachOther">Whether gateways may call any producer's workspaces and functions, as before there were policies.</param>
    public IEnumerable<Manifest> OfAll(string @namespace, bool amongEachOther) => Components(amongEachOther).Select(component =>
        TenantManifest.OfAll(ApiVersion, Kind, @namespace, $"tenants-{component.App}", ("spec", component.Rules.ToSpecification(PodSelectors.OfAnyProducer(component.Apps)))));

    private IEnumerable<(string App, string[] Apps, NetworkRules Rules)> Components(bool amongEachOther)
    {
        var gateway = new NetworkRules().From(_ingress, GatewayPods.Port).From(_metrics, GatewayPods.AdminPort);
        if (amongEachOther) gateway.ToPods(PodSelectors.Of(WorkspaceKind.App), WorkspacePods.ProjectPort).ToPods(PodSelectors.Of(FunctionApps), FunctionRoutes.Port);
        yield return (GatewayKind.App, [GatewayKind.App], gateway.To(_redis).ToRanges(_egress, _except));

        var workspace = new NetworkRules().From(_ingress, WorkspacePods.ProjectPort, WorkspacePods.ProjectApiPort, WorkspacePods.WorkspaceApiPort);
        if (amongEachOther) workspace.FromPods(PodSelectors.Of(GatewayKind.App), WorkspacePods.ProjectPort);
        yield return (WorkspaceKind.App, [WorkspaceKind.App], workspace.To(_git).ToRanges(_egress, _except));

        yield return (SlsApiKind.App, [SlsApiKind.App], new NetworkRules()
            .From(_ingress, SlsApiPods.Port)
            .To(_git)
            .To(composition.FunctionsProvider == FunctionsProvider.None ? _apiServer : []));

        var function = new NetworkRules().From(_ingress, FunctionRoutes.Port);
        if (amongEachOther) function.FromPods(PodSelectors.Of(GatewayKind.App), FunctionRoutes.Port);
        yield return (FunctionKind.App, FunctionApps, function.ToRanges(_egress, _except));
    }

    private NetworkRules Dns(NetworkRules rules) => rules.ToAtPort(_dns, "UDP", 53).ToAtPort(_dns, "TCP", 53);
}
