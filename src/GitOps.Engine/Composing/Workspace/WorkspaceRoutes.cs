using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Workspace;

/// <summary>How a workspace is reached.</summary>
internal static class WorkspaceRoutes
{
    /// <summary>Part of the host that the canvas works through.</summary>
    public const string InternalPart = "internal";

    public const int Project = 3000;
    private const int ProjectApi = 80;
    private const int WorkspaceApi = 81;

    public static IReadOnlyList<ServicePort> ServicePorts { get; } =
    [
        new ServicePort("project-api", ProjectApi, WorkspacePods.ProjectApiPort, "project-api"),
        new ServicePort("workspace-api", WorkspaceApi, WorkspacePods.WorkspaceApiPort, "workspace-api"),
        new ServicePort("workspace", Project, WorkspacePods.ProjectPort, "workspace"),
    ];

    public static IReadOnlyList<Route> Of(ComponentNames names) =>
    [
        new Route(names.Host(names.Stem), [new RoutePath("/", Project)]),
        new Route(
            names.Host(names.HostLabel(InternalPart)),
            [new RoutePath("/project-api", ProjectApi), new RoutePath("/workspace-api", WorkspaceApi), new RoutePath("/explorer", Project)]),
    ];
}
