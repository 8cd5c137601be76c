namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>Hook</c>; its secret is never told.</summary>
internal sealed record HookBody(
    long Id,
    string Name,
    string Type,
    string BranchFilter,
    SortedDictionary<string, string> Config,
    string[] Events,
    string AuthorizationHeader,
    bool Active,
    DateTimeOffset UpdatedAt,
    DateTimeOffset CreatedAt);

/// <summary>The payload of a push event.</summary>
internal sealed record PushEventBody(
    string Ref,
    string Before,
    string After,
    string CompareUrl,
    IReadOnlyList<PayloadCommitBody> Commits,
    int TotalCommits,
    PayloadCommitBody HeadCommit,
    RepositoryBody Repository,
    UserBody Pusher,
    UserBody Sender);

/// <summary>The payload of a create event.</summary>
internal sealed record CreateEventBody(string Sha, string Ref, string RefType, RepositoryBody Repository, UserBody Sender);

/// <summary>The payload of a delete event.</summary>
internal sealed record DeleteEventBody(string Ref, string RefType, string PusherType, RepositoryBody Repository, UserBody Sender);

/// <summary>The payload of a repository event.</summary>
internal sealed record RepositoryEventBody(string Action, RepositoryBody Repository, UserBody Organization, UserBody Sender);
