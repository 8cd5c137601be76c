using System.Net;
using GitOps.Configstore.Access;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Scanning;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.Editing;

/// <summary>
/// The only way in which the configstore commits: read, edit, validate, commit on condition of what was read. An edit becomes one
/// commit by the caller, or none; it is never applied twice, and never over somebody else's change.
/// </summary>
/// <remarks>
/// Writers of one branch take turns in this process. Others (pushes, other replicas) are met at the commit: each changed file names
/// the blob that it replaces, so a lost race is refused by Gitea, and the edit is done again upon what is there then. That also makes
/// it safe to ask again after an answer that was lost: the second commit would be refused.
/// </remarks>
public sealed class RepositoryEditor(
    ProducerRegistry registry,
    RepositoryObserver observer,
    SnapshotStore snapshots,
    DraftValidation validation,
    CommitSearch search,
    EditMetrics metrics,
    ConfigstoreSettings settings,
    ILogger<RepositoryEditor> logger)
{
    /// <summary>Times that an edit is begun anew because others were first. Each costs those others a commit.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Lost answers of one edit. More are no accident, and each took as long as a call may take.</summary>
    private const int MaxLostAnswers = 3;

    /// <summary>Writers of one branch that may wait: at Gitea's pace the last of them is served within a minute.</summary>
    private const int MaxWaiting = 256;

    private readonly WriterTurns _turns = new(MaxWaiting);

    /// <summary>Edits one repository of an environment.</summary>
    /// <param name="place">The environment.</param>
    /// <param name="role">Which of its repositories.</param>
    /// <param name="expected">The revision that the environment must be at; null edits whatever is there, also when that changes meanwhile.</param>
    /// <param name="caller">Who commits.</param>
    /// <param name="edit">Changes the draft and returns the commit's message. May be called several times, each time with another draft.</param>
    /// <param name="cancellation">Heeded until the commit is asked for; then the outcome is found out whoever still waits for it.</param>
    public async Task<EditOutcome> EditAsync(
        EnvironmentPlace place,
        RepositoryRole role,
        Revision? expected,
        Caller caller,
        Func<RepositoryDraft, CancellationToken, ValueTask<string>> edit,
        CancellationToken cancellation)
    {
        if (place.Of(role) is not { } repository) return Missing(place, role);
        using var turn = await _turns.TakeAsync(repository.Id, repository.Branch, cancellation);
        var outcome = turn is null
            ? new EditOutcome.Unavailable($"{MaxWaiting} writers of {repository.Name} wait already; nothing was changed. Try again later.")
            : await EditInTurnAsync(new EditRequest(place, role, expected, caller, edit), cancellation);
        metrics.Edited(outcome);
        if (outcome is EditOutcome.Committed made)
            logger.LogInformation("{Caller} committed {Commit} to {Repository} {Branch}: {Message}", caller.Name, made.Commit, repository.Name, repository.Branch, made.Message);
        return outcome;
    }

    private async Task<EditOutcome> EditInTurnAsync(EditRequest request, CancellationToken cancellation)
    {
        var lost = new List<CommitAttempt>();
        for (var number = 1; ; number++)
        {
            // Nobody may learn of a lost answer by cancelling: from then on the outcome is found out.
            var token = lost.Count == 0 ? cancellation : CancellationToken.None;
            CommitAttempt? attempt;
            try
            {
                var place = await ReadPlaceAsync(request, token);
                if (place?.Of(request.Role) is not { } repository) return Missing(request.Place, request.Role);
                foreach (var earlier in lost)
                {
                    if (await search.FindAsync(repository, earlier, token) is { } commit) return Committed(earlier, request.Role, commit);
                }
                if (lost.Count >= MaxLostAnswers) return NotMade(repository);
                if (request.Expected is { } expected && expected != place.Revision) return new EditOutcome.Stale(place.Revision);
                (attempt, var refusal) = await PrepareAsync(request, place, repository, token);
                if (attempt is null) return refusal!;
            }
            catch (GiteaTooLargeException refused) when (lost.Count == 0)
            {
                return new EditOutcome.Invalid([new Problem(RepositoryLayout.NameOf(request.Role), "$", refused.Excess)]);
            }
            catch (Exception failure) when (failure is GiteaException or CommitNotFoundException)
            {
                return NotRead(request, lost, failure);
            }

            token.ThrowIfCancellationRequested();
            var (outcome, isLost) = await CommitAsync(request, attempt, number);
            if (outcome is not null) return outcome;
            if (isLost) lost.Add(attempt);
        }
    }

    private async Task<EnvironmentPlace?> ReadPlaceAsync(EditRequest request, CancellationToken cancellation)
    {
        var key = request.Place.Key;
        // Only the branch is read: what it is at is not known before.
        await observer.ObserveAsync(request.Place.Of(request.Role)!.Name, new PushHint(key.Environment, Revision.NoCommit, IsExternal: true), cancellation);
        return registry.Current.Producers.TryGetValue(key.Producer, out var producer) ? EnvironmentLookup.PlaceOf(key, producer, settings) : null;
    }

    private async Task<(CommitAttempt? Attempt, EditOutcome? Refusal)> PrepareAsync(
        EditRequest request, EnvironmentPlace place, RepositoryPlace repository, CancellationToken cancellation)
    {
        var source = validation.Source(place, request.Role);
        var manifest = await snapshots.GetManifestAsync(source, cancellation);
        var draft = new RepositoryDraft(place, repository, manifest, (file, token) => snapshots.GetFileAsync(source, file, token));
        try
        {
            var message = CommitMessage.Clean(await request.Edit(draft, cancellation));
            var changes = draft.Changes();
            if (changes.Count == 0) return (null, new EditOutcome.Unchanged(place.Revision));
            var problems = await validation.FindNewProblemsAsync(draft, changes, request.Caller, cancellation);
            return problems.Count == 0
                ? (new CommitAttempt(place, repository.Head, message, changes), null)
                : (null, new EditOutcome.Invalid(problems));
        }
        catch (EditRefusedException refused)
        {
            return (null, new EditOutcome.Invalid(refused.Problems));
        }
        catch (EditNotFoundException missing)
        {
            return (null, new EditOutcome.NotFound(missing.Message));
        }
        catch (EditConflictException conflict)
        {
            return (null, new EditOutcome.Conflict(conflict.Message));
        }
        catch (EditForbiddenException forbidden)
        {
            return (null, new EditOutcome.Forbidden(forbidden.Message));
        }
    }

    /// <returns>No outcome when it must be tried again: somebody else was first, or the answer was lost.</returns>
    private async Task<(EditOutcome? Outcome, bool IsLost)> CommitAsync(EditRequest request, CommitAttempt attempt, int number)
    {
        var repository = attempt.Place.Of(request.Role)!;
        try
        {
            var made = await request.Caller.Gitea.Contents.CommitAsync(repository.Name, attempt.ToContents(repository.Branch), CancellationToken.None);
            await ShowAsync(repository, attempt.Place.Key.Environment, made.Commit.Sha);
            return (Committed(attempt, request.Role, made.Commit.Sha), false);
        }
        catch (GiteaException failure)
        {
            return failure switch
            {
                GiteaConflictException or GiteaNotFoundException when number < MaxAttempts && !IsBranchMissing(attempt, failure) => (null, false),
                GiteaConflictException => (new EditOutcome.Conflict($"Others changed the same files of {repository.Name} {number} times in a row; nothing was changed. Try again. ({failure.Message})"), false),
                GiteaNotFoundException when IsBranchMissing(attempt, failure) => (new EditOutcome.Conflict($"{repository.Name} has no branch '{repository.Branch}' to commit to; create it first. ({failure.Message})"), false),
                GiteaNotFoundException or GiteaForbiddenException => (new EditOutcome.Forbidden(failure.Message), false),
                GiteaUnauthorizedException => (new EditOutcome.Unauthorized(failure.Message), false),
                // Such as an archived repository, or a proxy that lets nothing through.
                GiteaValidationException or GiteaProtocolException { Status: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout } => (new EditOutcome.Conflict($"Gitea refuses the commit; nothing was changed. ({failure.Message})"), false),
                GiteaRateLimitedException => (new EditOutcome.Unavailable($"Gitea takes no more requests at the moment; nothing was changed. ({failure.Message})"), false),
                _ => Lost(repository, failure),
            };
        }
    }

    private (EditOutcome?, bool) Lost(RepositoryPlace repository, GiteaException failure)
    {
        logger.LogWarning("The answer to a commit to {Repository} was lost; finding out what became of it: {Reason}", repository.Name, failure.Message);
        return (null, true);
    }

    /// <summary>Lets everybody see the commit before its maker is told, so that what they read next is never older. Its failure is no failure of the commit.</summary>
    private async Task ShowAsync(RepositoryPlace repository, EnvironmentName environment, string commit)
    {
        try
        {
            await observer.ObserveAsync(repository.Name, new PushHint(environment, commit, IsExternal: true), CancellationToken.None);
        }
        catch (GiteaException failure)
        {
            logger.LogWarning("{Commit} of {Repository} was made, but could not be read yet: {Reason}", commit, repository.Name, failure.Message);
        }
    }

    private static bool IsBranchMissing(CommitAttempt attempt, GiteaException failure) =>
        failure is GiteaNotFoundException && attempt.Base == Revision.NoCommit;

    private static EditOutcome.Committed Committed(CommitAttempt attempt, RepositoryRole role, string commit)
    {
        var before = attempt.Place.Revision;
        var revision = role == RepositoryRole.Dev ? new Revision(commit, before.Functions) : new Revision(before.Dev, commit);
        return new EditOutcome.Committed(commit, revision, attempt.Message);
    }

    private static EditOutcome.NotFound Missing(EnvironmentPlace place, RepositoryRole role) => new(
        $"Producer '{place.Key.Producer}' has no repository '{RepositoryLayout.NameOf(role)}' of project '{place.Key.Project}'. POST /producers makes what is missing.");

    private static EditOutcome.Unavailable NotMade(RepositoryPlace repository) => new(
        $"Gitea did not answer {MaxLostAnswers} times. The commit was not made: {repository.Name} is at {repository.Head}, without it. Try again later.");

    private static EditOutcome.Unavailable NotRead(EditRequest request, List<CommitAttempt> lost, Exception failure) => new(lost.Count == 0
        ? $"{request.Place.Of(request.Role)!.Name} could not be read; nothing was changed. Try again later. ({failure.Message})"
        : $"Gitea's answer to the commit was lost, and Gitea cannot be read: it is not known whether the commit was made. Read the environment before asking again; "
            + $"if it was made, its message is '{lost[^1].Message}'. ({failure.Message})");

    private sealed record EditRequest(
        EnvironmentPlace Place,
        RepositoryRole Role,
        Revision? Expected,
        Caller Caller,
        Func<RepositoryDraft, CancellationToken, ValueTask<string>> Edit);
}
