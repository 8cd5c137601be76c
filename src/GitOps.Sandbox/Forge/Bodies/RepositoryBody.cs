using System.Text.Json.Serialization;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>Repository</c>. Members that this forge has no counterpart for carry a new Gitea's defaults.</summary>
internal sealed record RepositoryBody
{
    public required long Id { get; init; }

    public required UserBody Owner { get; init; }

    public required string Name { get; init; }

    public required string FullName { get; init; }

    public required string Description { get; init; }

    public required bool Empty { get; init; }

    public required bool Private { get; init; }

    public bool Fork { get; init; }

    public bool Template { get; init; }

    public bool Mirror { get; init; }

    public int Size { get; init; }

    public string Language { get; init; } = "";

    public required string LanguagesUrl { get; init; }

    public required string HtmlUrl { get; init; }

    public required string Url { get; init; }

    public string Link { get; init; } = "";

    public required string SshUrl { get; init; }

    public required string CloneUrl { get; init; }

    public string OriginalUrl { get; init; } = "";

    public required string Website { get; init; }

    public int StarsCount { get; init; }

    public int ForksCount { get; init; }

    public int WatchersCount { get; init; } = 1;

    public required int BranchCount { get; init; }

    public int OpenIssuesCount { get; init; }

    public int OpenPrCounter { get; init; }

    public int ReleaseCounter { get; init; }

    public required string DefaultBranch { get; init; }

    public required bool Archived { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset ArchivedAt { get; init; } = DateTimeOffset.UnixEpoch;

    public required PermissionsBody Permissions { get; init; }

    public bool HasCode { get; init; } = true;

    public required bool HasIssues { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InternalTrackerBody? InternalTracker { get; init; }

    public required bool HasWiki { get; init; }

    public required bool HasPullRequests { get; init; }

    public bool HasProjects { get; init; } = true;

    public string ProjectsMode { get; init; } = "all";

    public bool HasReleases { get; init; } = true;

    public bool HasPackages { get; init; }

    public bool HasActions { get; init; }

    public bool IgnoreWhitespaceConflicts { get; init; }

    public bool AllowMergeCommits { get; init; } = true;

    public bool AllowRebase { get; init; } = true;

    public bool AllowRebaseExplicit { get; init; } = true;

    public bool AllowSquashMerge { get; init; } = true;

    public bool AllowFastForwardOnlyMerge { get; init; } = true;

    public bool AllowRebaseUpdate { get; init; } = true;

    public bool AllowManualMerge { get; init; }

    public bool AutodetectManualMerge { get; init; }

    public bool DefaultDeleteBranchAfterMerge { get; init; }

    public string DefaultMergeStyle { get; init; } = "merge";

    public bool DefaultAllowMaintainerEdit { get; init; } = true;

    public string AvatarUrl { get; init; } = "";

    public bool Internal { get; init; }

    public string MirrorInterval { get; init; } = "";

    public string ObjectFormatName { get; init; } = "sha1";

    public DateTimeOffset MirrorUpdated { get; init; } = DateTimeOffset.MinValue;

    public required string[] Topics { get; init; }

    public string[] Licenses { get; init; } = [];
}
