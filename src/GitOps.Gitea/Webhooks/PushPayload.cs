namespace GitOps.Gitea.Webhooks;

/// <summary>Commits were pushed, or committed through Gitea.</summary>
/// <param name="Reference">In full: <c>refs/heads/main</c>, <c>refs/tags/v1</c>.</param>
/// <param name="Before">Forty zeros of a new reference.</param>
/// <param name="After">The head now.</param>
/// <param name="Commits">The new commits, newest first; Gitea sends the first few only.</param>
/// <param name="TotalCommits">How many there are.</param>
public sealed record PushPayload(
    RepositoryName PushedTo,
    long RepositoryId,
    string Sender,
    string Reference,
    string Before,
    string After,
    IReadOnlyList<PushedCommit> Commits,
    int TotalCommits)
    : WebhookPayload(PushedTo, RepositoryId, Sender)
{
    private const string BranchPrefix = "refs/heads/";

    /// <summary>The branch's name; null of a tag.</summary>
    public string? Branch => Reference.StartsWith(BranchPrefix, StringComparison.Ordinal) ? Reference[BranchPrefix.Length..] : null;

    /// <summary>
    /// Whether somebody else than the system's own bots made this change: false only when every commit is known and each
    /// has a bot's mail as its committer's. A push without commits (backwards, or to where there was something) is external.
    /// </summary>
    public bool IsExternal(IReadOnlySet<string> botMails) =>
        Commits.Count == 0 || Commits.Count < TotalCommits || !Commits.All(commit => botMails.Contains(commit.CommitterMail));
}
