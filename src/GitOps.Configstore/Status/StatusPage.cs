using GitOps.Model.Api;

namespace GitOps.Configstore.Status;

/// <summary>A page of <c>GET /status</c>, ordered by producer, project, environment.</summary>
/// <param name="Total">Statuses over all pages.</param>
/// <param name="Next">Give this as <c>after</c> to read on; null on the last page.</param>
public sealed record StatusPage(int Total, IReadOnlyList<EnvironmentStatus> Items, string? Next);
