using System.Text.Json.Nodes;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Gateway;
using GitOps.Engine.Composing.SlsApi;
using GitOps.Engine.Composing.Workspace;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// Whom a producer's pods talk to: nobody, and then what each kind of component needs. Rules name pods of the same namespace, the
/// operator's places and the internet; another producer's namespace is in none.
/// </summary>
internal sealed class TenantNetwork(TenantSettings settings, CompositionSettings composition)
{
    // Pods of functions that sls-api deploys with Kubeless.
    private const string KubelessApp = "kubeless-fn";

    private readonly IReadOnlyList<NetworkPeer> _dns = NetworkPeer.ParseAll(settings.Dns);
    private readonly IReadOnlyList<NetworkPeer> _ingress = NetworkPeer.ParseAll(settings.Ingress);
    private readonly IReadOnlyList<NetworkPeer> _metrics = NetworkPeer.ParseAll(settings.Metrics);
    private readonly IReadOnlyList<NetworkPeer> _git = NetworkPeer.ParseAll(settings.Git);
    private readonly IReadOnlyList<NetworkPeer> _redis = NetworkPeer.ParseAll(settings.Redis);
    private readonly IReadOnlyList<NetworkPeer> _apiServer = NetworkPeer.ParseAll(settings.ApiServer);
    private readonly IReadOnlyList<NetworkPeer> _egress = NetworkPeer.ParseAll(settings.Egress);
    private readonly IReadOnlyList<NetworkPeer> _except = NetworkPeer.ParseAll(settings.EgressExcept);

    public IEnumerable<Manifest> Compose(ProducerName producer, string @namespace)
    {
        yield return Policy("default-deny", NetworkRules.AllPods(), new NetworkRules());
        yield return Policy("dns", NetworkRules.AllPods(), new NetworkRules().ToAtPort(_dns, "UDP", 53).ToAtPort(_dns, "TCP", 53));
        yield return Policy(GatewayKind.App, NetworkRules.Pods(GatewayKind.App), new NetworkRules()
            .From(_ingress, GatewayPods.Port)
            .From(_metrics, GatewayPods.AdminPort)
            .ToPods(NetworkRules.Pods(WorkspaceKind.App), WorkspacePods.ProjectPort)
            .ToPods(Functions(), FunctionRoutes.Port)
            .To(_redis)
            .ToRanges(_egress, _except));
        yield return Policy(WorkspaceKind.App, NetworkRules.Pods(WorkspaceKind.App), new NetworkRules()
            .From(_ingress, WorkspacePods.ProjectPort, WorkspacePods.ProjectApiPort, WorkspacePods.WorkspaceApiPort)
            .FromPods(NetworkRules.Pods(GatewayKind.App), WorkspacePods.ProjectPort)
            .To(_git)
            .ToRanges(_egress, _except));
        yield return Policy(SlsApiKind.App, NetworkRules.Pods(SlsApiKind.App), new NetworkRules()
            .From(_ingress, SlsApiPods.Port)
            .To(_git)
            .To(composition.FunctionsProvider == FunctionsProvider.None ? _apiServer : []));
        yield return Policy(FunctionKind.App, Functions(), new NetworkRules()
            .From(_ingress, FunctionRoutes.Port)
            .FromPods(NetworkRules.Pods(GatewayKind.App), FunctionRoutes.Port)
            .ToRanges(_egress, _except));

        Manifest Policy(string name, JsonObject pods, NetworkRules rules) =>
            TenantManifest.Of(producer, "networking.k8s.io/v1", "NetworkPolicy", @namespace, name, ("spec", rules.ToSpecification(pods)));
    }

    private static JsonObject Functions() => NetworkRules.Pods(FunctionKind.App, KubelessApp);
}
