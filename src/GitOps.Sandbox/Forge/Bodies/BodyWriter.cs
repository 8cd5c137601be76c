using System.Security.Cryptography;
using System.Text;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Writes the forge's rows and objects as Gitea's JSON shapes, with links below one root address.</summary>
internal sealed class BodyWriter(MetadataStore store, Uri root)
{
    public static readonly VerificationBody Unsigned = new();

    // RFC 3339's year one: what Gitea writes for a time that it does not have.
    public static readonly DateTimeOffset Never = DateTimeOffset.MinValue;

    public string Root { get; } = root.GetLeftPart(UriPartial.Authority);

    public string Api => Root + "/api/v1";

    /// <param name="full">Whether the viewer is the user or an administrator; others see a stub.</param>
    /// <param name="isSignedIn">Whether the viewer is anybody at all: strangers see no mail address.</param>
    public UserBody User(Account account, bool full, bool isSignedIn) => new()
    {
        Id = account.Id,
        Login = account.Name,
        LoginName = full ? account.LoginName : "",
        FullName = account.FullName,
        Email = full || isSignedIn ? account.Email : $"{account.Id}+{account.Name}@noreply.{root.Host}",
        AvatarUrl = $"{Root}/avatars/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.Email)).AsSpan(0, 16))}",
        HtmlUrl = $"{Root}/{account.Name}",
        IsAdmin = full && account.IsAdmin,
        LastLogin = full ? DateTimeOffset.UnixEpoch : Never,
        Created = account.Created,
        Restricted = full && account.IsRestricted,
        Active = full && account.IsActive,
        ProhibitLogin = full && account.IsLoginProhibited,
        Location = account.Location,
        Website = account.Website,
        Description = account.Description,
        Visibility = account.Visibility,
    };

    /// <summary>A user as strangers and webhook receivers see it.</summary>
    public UserBody Stranger(Account account) => User(account, full: false, isSignedIn: false);

    public UserBody User(Account account, Caller viewer) =>
        User(account, viewer.IsAdmin || viewer.Account?.Id == account.Id, viewer.Account is not null);

    public RepositoryBody Repository(Repository repository, AccessLevel level)
    {
        var owner = store.Accounts.Find(repository.OwnerId) ?? throw new InvalidOperationException($"Repository {repository.Id} has no owner.");
        var name = $"{owner.Name}/{repository.Name}";
        return new RepositoryBody
        {
            Id = repository.Id,
            Owner = User(owner, full: false, isSignedIn: level > AccessLevel.None),
            Name = repository.Name,
            FullName = name,
            Description = repository.Description,
            Empty = repository.IsEmpty,
            Private = repository.IsPrivate,
            LanguagesUrl = $"{Api}/repos/{name}/languages",
            HtmlUrl = $"{Root}/{name}",
            Url = $"{Api}/repos/{name}",
            SshUrl = $"ssh://git@{root.Host}:22/{name}.git",
            CloneUrl = $"{Root}/{name}.git",
            Website = repository.Website,
            BranchCount = repository.BranchCount,
            DefaultBranch = repository.DefaultBranch,
            Archived = repository.IsArchived,
            CreatedAt = repository.Created,
            UpdatedAt = repository.Updated,
            Permissions = new PermissionsBody(level >= AccessLevel.Admin, level >= AccessLevel.Write, level >= AccessLevel.Read),
            HasIssues = repository.HasIssues,
            InternalTracker = repository.HasIssues ? new InternalTrackerBody() : null,
            HasWiki = repository.HasWiki,
            HasPullRequests = repository.HasPullRequests,
            Topics = repository.Topics,
        };
    }

    public string FullName(Repository repository) => $"{store.Accounts.Find(repository.OwnerId)?.Name}/{repository.Name}";

    /// <param name="changes">The paths that the commit changed; null when nobody asked.</param>
    public PayloadCommitBody PayloadCommit(string fullName, Commit commit, VerificationBody? verification, IReadOnlyCollection<PathDifference>? changes = null) => new(
        commit.Id,
        commit.Message,
        $"{Root}/{fullName}/commit/{commit.Id}",
        PayloadUser(commit.Author),
        PayloadUser(commit.Committer),
        verification,
        commit.Committer.When,
        changes?.Where(change => change.IsAdded).Select(change => change.Path).ToArray(),
        changes?.Where(change => change.IsRemoved).Select(change => change.Path).ToArray(),
        changes?.Where(change => change is { IsAdded: false, IsRemoved: false }).Select(change => change.Path).ToArray());

    public BranchBody Branch(string fullName, string name, Commit commit, bool canPush) =>
        new(name, PayloadCommit(fullName, commit, Unsigned), canPush, canPush);

    public CommitBody Commit(string fullName, Commit commit, VerificationBody? verification, IReadOnlyList<AffectedFileBody>? files, CommitStatsBody? stats) => new(
        CommitUrl(fullName, commit.Id),
        commit.Id,
        commit.Committer.When,
        $"{Root}/{fullName}/commit/{commit.Id}",
        new RepoCommitBody(
            CommitUrl(fullName, commit.Id),
            CommitUser(commit.Author),
            CommitUser(commit.Committer),
            commit.Message,
            new CommitMetaBody($"{Api}/repos/{fullName}/git/trees/{commit.Id}", commit.Id, commit.Committer.When),
            verification),
        UserOf(commit.Author),
        UserOf(commit.Committer),
        Parents(fullName, commit),
        files,
        stats);

    public FileCommitBody FileCommit(string fullName, Commit commit) => new(
        CommitUrl(fullName, commit.Id),
        commit.Id,
        Never,
        $"{Root}/{fullName}/commit/{commit.Id}",
        CommitUser(commit.Author),
        CommitUser(commit.Committer),
        Parents(fullName, commit),
        commit.Message,
        new CommitMetaBody($"{Api}/repos/{fullName}/git/trees/{commit.TreeId}", commit.TreeId, Never));

    public string CommitUrl(string fullName, string id) => $"{Api}/repos/{fullName}/git/commits/{id}";

    private CommitMetaBody[] Parents(string fullName, Commit commit) =>
        [.. commit.Parents.Select(parent => new CommitMetaBody(CommitUrl(fullName, parent), parent, Never))];

    private PayloadUserBody PayloadUser(Signature signature) =>
        new(signature.Name, signature.Email, store.AccountByEmail(signature.Email)?.Name ?? "");

    private UserBody? UserOf(Signature signature) => store.AccountByEmail(signature.Email) is { } account ? Stranger(account) : null;

    private static CommitUserBody CommitUser(Signature signature) => new(signature.Name, signature.Email, signature.When);
}
