namespace GitOps.Model.Components;

/// <summary>Which service port answers under a path. The path is stripped before the request is passed on.</summary>
public sealed record RoutePath(string Path, int ServicePort);
