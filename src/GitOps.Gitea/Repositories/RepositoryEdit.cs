namespace GitOps.Gitea.Repositories;

/// <summary>Changes to a repository; null leaves a member as it is.</summary>
public sealed record RepositoryEdit
{
    /// <summary>A new name; the old one redirects until it is taken again.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public bool? Private { get; init; }

    public bool? Archived { get; init; }

    public string? DefaultBranch { get; init; }
}
