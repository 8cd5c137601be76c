namespace GitOps.Kubernetes.Writing;

/// <summary>How to create, replace or patch.</summary>
public sealed record WriteOptions
{
    public static WriteOptions Default { get; } = new();

    /// <summary>In whose name fields are owned; null for what the server takes from the user agent.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Everything but storing: defaults, validation, admission.</summary>
    public bool DryRun { get; init; }

    /// <summary>Such as <c>status</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }

    internal string Query() => QueryText.Start().Add("fieldManager", FieldManager).Add("dryRun", DryRun ? "All" : null).ToString();
}
