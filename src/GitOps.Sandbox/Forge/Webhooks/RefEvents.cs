using System.Text.Json;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Api;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>The events that Gitea fires for moved refs, with their payloads written only when a webhook wants them.</summary>
internal static class RefEvents
{
    // Gitea lists the newest five in a payload and says how many there were.
    private const int MostCommits = 5;

    /// <summary>A new ref fires create and push, a moved one push, a deleted one delete alone.</summary>
    public static IEnumerable<(string Name, string? Branch, Lazy<byte[]> Body)> Of(
        EmbeddedForge forge, Repository repository, Account pusher, PendingPush push)
    {
        foreach (var change in push.Changes.Where(change => change.IsBranch || change.IsTag))
        {
            var branch = change.IsBranch ? change.ShortName : null;
            if (change.IsDeletion)
            {
                yield return ("delete", branch, Body(() => Delete(forge, repository, pusher, change)));
                continue;
            }

            if (change.IsCreation)
            {
                yield return ("create", branch, Body(() => Create(forge, repository, pusher, change)));
            }

            yield return ("push", branch, Body(() => Push(forge, repository, pusher, push.Base, change)));
        }
    }

    public static Lazy<byte[]> RepositoryEvent(EmbeddedForge forge, Repository repository, Account doer, string action)
    {
        // The owner may be gone by the time of sending; the payload speaks of the moment of the event.
        var body = Writer(forge);
        var owner = forge.Store.Accounts.Find(repository.OwnerId) ?? doer;
        var payload = new RepositoryEventBody(action, body.Repository(repository, AccessLevel.Owner), body.Stranger(owner), body.Stranger(doer));
        return Body(() => payload);
    }

    public static Lazy<byte[]> TestPush(EmbeddedForge forge, Repository repository, Account doer, string branch, string head) => Body(() =>
    {
        var body = Writer(forge);
        var name = body.FullName(repository);
        var bare = forge.Files.Open(repository);
        var commit = PayloadCommit(body, name, bare, bare.Commit(head));
        return new PushEventBody(
            "refs/heads/" + branch, head, head, $"{body.Root}/{name}/compare/{head}...{head}", [commit], 1, commit,
            body.Repository(repository, AccessLevel.Owner), body.Stranger(doer), body.Stranger(doer));
    });

    private static PushEventBody Push(EmbeddedForge forge, Repository repository, Account pusher, string? defaultHead, RefChange change)
    {
        var body = Writer(forge);
        var name = body.FullName(repository);
        var bare = forge.Files.Open(repository);
        var head = bare.TryPeel(change.After) ?? throw new GitException($"Announcing {change.Name} of {name}: {change.After} leads to no commit.");

        // What a new branch adds is told against the default branch.
        var known = !change.IsCreation ? change.Before : defaultHead;
        var commits = change.IsTag ? [] : History.Walk(bare, head.Id, known is null ? null : bare.TryPeel(known)?.Id).ToArray();
        var compared = change is { IsCreation: true, IsBranch: true } ? known : change.Before;
        return new PushEventBody(
            change.Name,
            change.Before,
            change.After,
            compared is null ? body.Root + "/" : $"{body.Root}/{name}/compare/{compared}...{change.After}",
            [.. commits.Take(MostCommits).Select(commit => PayloadCommit(body, name, bare, commit))],
            commits.Length,
            PayloadCommit(body, name, bare, head),
            body.Repository(repository, AccessLevel.Owner),
            body.Stranger(pusher),
            body.Stranger(pusher));
    }

    private static CreateEventBody Create(EmbeddedForge forge, Repository repository, Account pusher, RefChange change)
    {
        var body = Writer(forge);
        return new CreateEventBody(change.After, change.ShortName, RefType(change), body.Repository(repository, AccessLevel.None), body.Stranger(pusher));
    }

    private static DeleteEventBody Delete(EmbeddedForge forge, Repository repository, Account pusher, RefChange change)
    {
        var body = Writer(forge);
        return new DeleteEventBody(change.ShortName, RefType(change), "user", body.Repository(repository, AccessLevel.None), body.Stranger(pusher));
    }

    private static PayloadCommitBody PayloadCommit(BodyWriter body, string fullName, BareRepository bare, Commit commit)
    {
        var parent = commit.Parents.Count == 0 ? null : bare.Commit(commit.Parents[0]).TreeId;
        return body.PayloadCommit(fullName, commit, null, bare.Compare(parent, commit.TreeId).ToArray());
    }

    private static string RefType(RefChange change) => change.IsBranch ? "branch" : "tag";

    private static BodyWriter Writer(EmbeddedForge forge) => new(forge.Store, forge.Url);

    private static Lazy<byte[]> Body<T>(Func<T> payload) => new(() => JsonSerializer.SerializeToUtf8Bytes(payload(), ForgeJson.Indented));
}
