namespace GitOps.Kubernetes.Listing;

/// <summary>Which objects of a kind.</summary>
public sealed record ListOptions
{
    /// <summary>All of them, in pages of the default size.</summary>
    public static ListOptions Default { get; } = new();

    /// <summary>Such as <c>app=gateway,environment in (dev)</c>; empty for all.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Such as <c>metadata.name=x</c>; which fields can be selected depends on the kind; empty for all.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>Objects per page; zero for all in one. Default 500.</summary>
    public int PageSize { get; init; } = 500;
}
