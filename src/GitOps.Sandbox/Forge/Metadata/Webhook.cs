namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>Where to send which events of one repository, or of all (<see cref="RepositoryId"/> 0).</summary>
internal sealed record Webhook
{
    public const long AllRepositories = 0;

    public required long Id { get; init; }

    public required long RepositoryId { get; init; }

    public required string Url { get; init; }

    /// <summary><c>json</c> or <c>form</c>.</summary>
    public string ContentType { get; init; } = "json";

    public string Secret { get; init; } = "";

    public string[] Events { get; init; } = ["push"];

    /// <summary>A glob over branch names; empty for all.</summary>
    public string BranchFilter { get; init; } = "";

    public string AuthorizationHeader { get; init; } = "";

    public bool IsActive { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public bool IsSystem => RepositoryId == AllRepositories;

    public override string ToString() => $"webhook {Id}";
}
