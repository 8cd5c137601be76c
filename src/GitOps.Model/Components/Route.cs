namespace GitOps.Model.Components;

/// <summary>A host name under which a component is reached from outside.</summary>
public sealed record Route(string Host, IReadOnlyList<RoutePath> Paths);
