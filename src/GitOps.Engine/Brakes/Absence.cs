using GitOps.Model.Snapshots;

namespace GitOps.Engine.Brakes;

/// <summary>Since when an environment, or a repository of it, is missing from complete listings.</summary>
/// <param name="Missing">Repositories that do not exist; empty when the whole producer is gone.</param>
/// <param name="FirstListing">When the first listing without it was complete, by the configstore's clock.</param>
/// <param name="LastListing">When the newest listing without it was complete.</param>
/// <param name="FirstSeen">When we first saw it missing, by our monotonic clock.</param>
internal sealed record Absence(IReadOnlyList<RepositoryRole> Missing, DateTimeOffset FirstListing, DateTimeOffset LastListing, long FirstSeen);
