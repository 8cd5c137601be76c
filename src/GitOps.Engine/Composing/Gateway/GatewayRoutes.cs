using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>How a gateway is reached.</summary>
internal static class GatewayRoutes
{
    private const string AdminPart = "admin";

    public static IReadOnlyList<ServicePort> ServicePorts { get; } =
        [new ServicePort("gateway", GatewayPods.Port, GatewayPods.Port), new ServicePort("admin", GatewayPods.AdminPort, GatewayPods.AdminPort)];

    public static IReadOnlyDictionary<string, string> ServiceAnnotations { get; } = new Dictionary<string, string>
    {
        ["prometheus.io/scrape"] = "true",
        ["prometheus.io/port"] = "9876",
    };

    public static string Host(Model.LunchBadger.Gateway gateway, ComposingContext context) =>
        context.Names.Host(context.Names.HostLabel(gateway.Instance));

    public static string AdminHost(Model.LunchBadger.Gateway gateway, ComposingContext context) =>
        context.Names.Host($"{AdminPart}-{context.Names.HostLabel(gateway.Instance)}");

    public static IReadOnlyList<Route> Of(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        // The gateway itself tells its hosts apart.
        RoutePath[] all = [new RoutePath("/", GatewayPods.Port)];
        var route = new Route(Host(gateway, context), all);
        return context.Settings.GatewayAdmin == GatewayAdminAccess.Open
            ? [route, new Route(AdminHost(gateway, context), all)]
            : [route];
    }
}
