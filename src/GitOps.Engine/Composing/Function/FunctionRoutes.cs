using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Function;

/// <summary>How a function is reached: in the cluster under its name, from outside on a host of that name.</summary>
internal static class FunctionRoutes
{
    public const int Port = 8080;

    public static IReadOnlyList<ServicePort> ServicePorts { get; } = [new ServicePort("http-function-port", Port, Port)];

    public static IReadOnlyList<Route> Of(string name, ComponentNames names) => [new Route(names.Host(name), [new RoutePath("/", Port)])];
}
