namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>A subresource as discovery lists it.</summary>
internal sealed record ApiSubresource(string Name, string Kind, params IReadOnlyList<string> Verbs)
{
    /// <summary>Group of the kind when it is not that of the resource.</summary>
    public string? Group { get; init; }

    public string? Version { get; init; }
}
