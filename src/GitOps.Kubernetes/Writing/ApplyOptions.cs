namespace GitOps.Kubernetes.Writing;

/// <summary>
/// How to apply. One object serves any number of requests. Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/
/// </summary>
public sealed class ApplyOptions
{
    /// <param name="fieldManager">In whose name fields are owned.</param>
    /// <param name="force">Takes fields from other owners instead of failing with a conflict.</param>
    /// <param name="dryRun">Everything but storing: defaults, validation, conflicts.</param>
    /// <param name="subresource">Such as <c>status</c>; null for the object itself.</param>
    public ApplyOptions(string fieldManager, bool force = false, bool dryRun = false, string? subresource = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        FieldManager = fieldManager;
        Force = force;
        DryRun = dryRun;
        Subresource = subresource;
        Query = QueryText.Start().Add("fieldManager", fieldManager).Add("force", force ? "true" : null).Add("dryRun", dryRun ? "All" : null).ToString();
    }

    public string FieldManager { get; }

    public bool Force { get; }

    public bool DryRun { get; }

    public string? Subresource { get; }

    internal string Query { get; }
}
