namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>What the forge knows of a repository beside its files on disk.</summary>
internal sealed record Repository
{
    public required long Id { get; init; }

    public required long OwnerId { get; init; }

    /// <summary>Who made the organization that owns it; 0 where a user does.</summary>
    public long MakerId { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public string Website { get; init; } = "";

    public bool IsPrivate { get; init; }

    public bool IsArchived { get; init; }

    public bool HasIssues { get; init; } = true;

    public bool HasWiki { get; init; } = true;

    public bool HasPullRequests { get; init; } = true;

    public string DefaultBranch { get; init; } = "main";

    /// <summary>True until the first commit arrives.</summary>
    public bool IsEmpty { get; init; } = true;

    /// <summary>The head that the branch main was seeded with. Counts until the repository gets a directory of its own.</summary>
    public string? SeededHead { get; init; }

    public int BranchCount { get; init; }

    public string[] Topics { get; init; } = [];

    public Collaborator[] Collaborators { get; init; } = [];

    public required DateTimeOffset Created { get; init; }

    /// <summary>Moved by whatever moves Gitea's: refs and topics. Whole seconds.</summary>
    public required DateTimeOffset Updated { get; init; }
}
