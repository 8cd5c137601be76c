namespace GitOps.Sandbox.Cluster;

/// <summary>A resource beyond the built-in ones, without a schema: everything that is sent is kept.</summary>
/// <param name="Group">For example <c>kubeless.io</c>.</param>
/// <param name="Version">For example <c>v1beta1</c>.</param>
/// <param name="Kind">For example <c>Function</c>.</param>
/// <param name="Plural">For example <c>functions</c>.</param>
public sealed record CustomResource(string Group, string Version, string Kind, string Plural)
{
    /// <summary>Default: true.</summary>
    public bool Namespaced { get; init; } = true;

    /// <summary>Whether <c>/status</c> is a subresource. Default: false.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Default: none.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];
}
