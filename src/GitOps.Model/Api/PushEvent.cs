namespace GitOps.Model.Api;

/// <summary>
/// A push as the change stream tells it (server-sent event <c>data</c>), in the shape that clients of the predecessor know.
/// </summary>
public sealed record PushEvent
{
    /// <summary>Full ref, such as <c>refs/heads/master</c>.</summary>
    public required string Ref { get; init; }

    public required string Before { get; init; }

    public required string After { get; init; }

    /// <summary>Prefix of the Gitea user, such as <c>customer</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>The producer.</summary>
    public required string Username { get; init; }

    /// <summary>Always <c>push</c>.</summary>
    public string Type { get; init; } = "push";

    public required string RepoName { get; init; }

    /// <summary>False when every commit's committer is one of the system's own bots.</summary>
    public required bool IsExternal { get; init; }
}
