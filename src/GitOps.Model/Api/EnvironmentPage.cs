namespace GitOps.Model.Api;

/// <summary>
/// A page of <c>GET /environments</c>. The pages of one <see cref="Listing"/> together are complete; a reader that sees
/// the listing change between pages starts over. The configstore answers 503 instead of a page while it has no complete listing.
/// </summary>
public sealed record EnvironmentPage
{
    /// <summary>Identifies the state that was listed; changes with every producer, repository or revision.</summary>
    public required string Listing { get; init; }

    /// <summary>When Gitea was last listed completely and successfully. Removal of a producer counts only listings of different times.</summary>
    public required DateTimeOffset CompleteAsOf { get; init; }

    /// <summary>Environments over all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Ordered by producer, project, environment.</summary>
    public required IReadOnlyList<EnvironmentHead> Items { get; init; }

    /// <summary>Give this as <c>after</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}
