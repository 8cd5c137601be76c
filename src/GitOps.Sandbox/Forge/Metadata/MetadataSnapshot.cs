namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>Everything in the metadata file.</summary>
internal sealed record MetadataSnapshot
{
    /// <summary>The highest id given out, by table, so that none is given out twice.</summary>
    public Dictionary<string, long> LastIds { get; init; } = [];

    public Account[] Accounts { get; init; } = [];

    public AccessToken[] Tokens { get; init; } = [];

    public PublicKey[] Keys { get; init; } = [];

    public DeployKey[] DeployKeys { get; init; } = [];

    public Repository[] Repositories { get; init; } = [];

    public RepositoryRedirect[] Redirects { get; init; } = [];

    /// <summary>Names that users and organizations had before, by the account's id.</summary>
    public Dictionary<string, long> FormerNames { get; init; } = [];

    public Webhook[] Webhooks { get; init; } = [];

    public CommitStatus[] Statuses { get; init; } = [];
}
