using System.Globalization;
using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>How a gateway is reached.</summary>
internal static class GatewayRoutes
{
    private const string AdminPart = "admin";

    /// <summary>Not the admin API's: it asks nobody who they are.</summary>
    public static IReadOnlyList<ServicePort> ServicePorts { get; } = [new ServicePort("gateway", GatewayPods.Port, GatewayPods.Port)];

    /// <summary>What scrapes endpoints of services takes the pods' addresses and this port, which is none of the service's own.</summary>
    public static IReadOnlyDictionary<string, string> ScrapeAnnotations { get; } = new Dictionary<string, string>
    {
        ["prometheus.io/scrape"] = "true",
        ["prometheus.io/port"] = GatewayPods.AdminPort.ToString(CultureInfo.InvariantCulture),
    };

    public static IReadOnlyDictionary<string, string> NoAnnotations { get; } = new Dictionary<string, string>();

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
