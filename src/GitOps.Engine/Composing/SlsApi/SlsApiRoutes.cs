using GitOps.Model.Components;

namespace GitOps.Engine.Composing.SlsApi;

/// <summary>How an sls-api is reached.</summary>
internal static class SlsApiRoutes
{
    /// <summary>Part of the host.</summary>
    public const string Part = "sls";

    private const int Port = 80;

    public static IReadOnlyList<ServicePort> ServicePorts { get; } = [new ServicePort("sls-api", Port, SlsApiPods.Port)];

    public static IReadOnlyList<Route> Of(ComponentNames names) => [new Route(names.Host(names.HostLabel(Part)), [new RoutePath("/", Port)])];
}
