namespace GitOps.Engine.Manifests;

/// <summary>Where in git something comes from.</summary>
/// <param name="File">Repository role and path, such as <c>dev/lunchbadger.json</c>.</param>
/// <param name="Path">JSON path in it, such as <c>$.gateways[0]</c>.</param>
public sealed record Origin(string File, string Path);
