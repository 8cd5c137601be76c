namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>What some tool says of a commit, in a context of its own.</summary>
internal sealed record CommitStatus
{
    public required long Id { get; init; }

    public required long RepositoryId { get; init; }

    public required string Sha { get; init; }

    public required string State { get; init; }

    public required string Context { get; init; }

    public string Description { get; init; } = "";

    public string TargetUrl { get; init; } = "";

    public required long CreatorId { get; init; }

    public required DateTimeOffset Created { get; init; }
}
