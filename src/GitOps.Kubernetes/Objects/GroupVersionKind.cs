namespace GitOps.Kubernetes.Objects;

/// <summary>
/// Names a kind as manifests do: apiVersion and kind. Comparing and hashing allocate nothing, so it serves as a key on hot paths.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/
/// </summary>
/// <param name="ApiVersion">Such as <c>apps/v1</c>, or <c>v1</c> for the core group.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
public readonly record struct GroupVersionKind(string ApiVersion, string Kind)
{
    /// <summary>Empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/') is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>Such as <c>v1</c>.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/') + 1)..];

    public override string ToString() => $"{Kind} ({ApiVersion})";
}
