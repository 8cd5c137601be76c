using System.Collections.Concurrent;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Users;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Brings the registry up to date with one repository, whoever asks: webhook, scan or route. Works one repository at a time,
/// so a head never moves backwards because two readings overtook each other. A failure throws and changes nothing.
/// </summary>
public sealed class RepositoryObserver(
    GiteaClient gitea,
    ProducerRegistry registry,
    BranchReading branches,
    HeadChecks checks,
    SnapshotStore snapshots,
    ChangeHub changes,
    ConfigstoreSettings settings,
    ILogger<RepositoryObserver> logger)
{
    /// <summary>How long a head is kept back for its snapshot to be ready; longer, and the actualizer learns of it before.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(ProducerName, RepositorySlot), SemaphoreSlim> _turns = new();

    // By id, which is never given to anybody else.
    private readonly ConcurrentDictionary<long, string> _organizations = new();

    /// <summary>The producer and part of a repository; false when it is no producer's, or the producer's own affair.</summary>
    public bool TryIdentify(RepositoryName repository, out ProducerName producer, out RepositorySlot slot)
    {
        slot = default;
        return ProducerName.TryFromUserName(repository.Owner, settings.RepoPrefix, out producer)
            && RepositoryLayout.TryGetSlot(repository.Name, out slot);
    }

    /// <summary>Whether the owner of a repository is an organization: it looks like a user there, and its repositories are no producer's.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public async Task<bool> IsOrganizationAsync(GiteaUser owner, CancellationToken cancellation)
    {
        if (_organizations.ContainsKey(owner.Id)) return true;
        if (await gitea.Organizations.FindAsync(owner.Login, cancellation) is not { } organization || organization.Id != owner.Id) return false;
        if (_organizations.TryAdd(owner.Id, owner.Login)) logger.LogInformation("{Organization} is an organization: its repositories are no producer's", owner.Login);
        return true;
    }

    /// <summary>Notes that a listed repository could not be read.</summary>
    /// <returns>Whether something is known of it, which stays in force.</returns>
    internal bool NoteUnread(GiteaRepository listed, GiteaException failure)
    {
        if (!TryIdentify(listed.FullName, out var producer, out var slot)) return true;
        checks.Failed((producer, slot), failure.Message);
        return registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is { } known && known.Id == listed.Id;
    }

    /// <summary>
    /// Reads the head of a repository that Gitea has just listed. One that is listed as empty is believed to be: reading all of them would
    /// cost a call each, and the check of heads finds what was lost.
    /// </summary>
    /// <param name="listed">As Gitea listed it.</param>
    /// <param name="settle">Whether the head that is read now is certain for that time.</param>
    /// <param name="warm">Whether the snapshot is read before the head is told.</param>
    public async Task ObserveAsync(GiteaRepository listed, bool settle, bool warm, CancellationToken cancellation)
    {
        if (!TryIdentify(listed.FullName, out var producer, out var slot)) return;
        using var turn = await TakeTurnAsync(producer, slot, cancellation);
        if (listed.Empty && registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is { } known
            && known.Id == listed.Id && known.Head != Revision.NoCommit)
        {
            // Listed before its first push, which a webhook has told since: an old listing does not empty a repository.
            await ConfirmAsync(producer, slot, listed.FullName, null, cancellation);
            return;
        }
        await ReadHeadAsync(producer, slot, listed, null, settle ? listed.UpdatedAt : null, warm, cancellation);
    }

    /// <summary>Reads the head of a repository that a webhook or a caller named.</summary>
    public async Task ObserveAsync(RepositoryName name, PushHint? hint, CancellationToken cancellation)
    {
        if (!TryIdentify(name, out var producer, out var slot)) return;
        using var turn = await TakeTurnAsync(producer, slot, cancellation);
        if (hint is not null
            && registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is { } known
            && await TryMoveHeadAsync(producer, slot, name, known, hint, cancellation)) return;
        await ConfirmAsync(producer, slot, name, hint, cancellation);
    }

    /// <summary>Compares the heads of both repositories of an environment with git.</summary>
    /// <exception cref="GiteaException">They could not be read; what is known stays.</exception>
    public Task CheckAsync(EnvironmentKey environment, CancellationToken cancellation) => Task.WhenAll(
        CheckAsync(environment.Producer, new RepositorySlot(environment.Project, RepositoryRole.Dev), cancellation),
        CheckAsync(environment.Producer, new RepositorySlot(environment.Project, RepositoryRole.Functions), cancellation));

    /// <summary>
    /// Compares the heads of a repository that is known with git, whatever Gitea says of update times. One request when they are the same,
    /// which is then certain.
    /// </summary>
    /// <exception cref="GiteaException">They could not be read; what is known stays.</exception>
    public async Task CheckAsync(ProducerName producer, RepositorySlot slot, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(producer, slot, cancellation);
        if (registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is not { } known) return;
        var began = checks.Now;
        if (branches.IsAsKnown(known, await branches.ReadHeadsAsync(NameOf(producer, slot), cancellation)))
        {
            checks.Verified((producer, slot), began);
            checks.Count("unchanged");
            return;
        }
        await ConfirmAsync(producer, slot, NameOf(producer, slot), null, cancellation, removes: false);
        if (registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is not { } now || now == known) return;
        checks.Count("moved");
        logger.LogWarning("{Producer}/{Repository} had changed although Gitea told nothing of it: neither a webhook nor its update time", producer, known.Name);
    }

    /// <summary>Removes a repository from the registry when Gitea, asked for it by an administrator, says that it does not exist.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> ConfirmGoneAsync(ProducerName producer, RepositorySlot slot, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(producer, slot, cancellation);
        await ConfirmAsync(producer, slot, NameOf(producer, slot), null, cancellation);
        return registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is null;
    }

    /// <summary>Removes a producer from the registry when Gitea, asked for its user by an administrator, says that it does not exist.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> ConfirmGoneAsync(ProducerName producer, CancellationToken cancellation)
    {
        var login = producer.ToUserName(settings.RepoPrefix);
        // A renamed user answers under its old name, with the new one. An organization may have taken the name.
        if (await gitea.Users.FindAsync(login, cancellation) is { } user && string.Equals(user.Login, login, StringComparison.OrdinalIgnoreCase)
            && !await IsOrganizationAsync(user, cancellation)) return false;
        registry.Update(producer, _ => null);
        logger.LogInformation("Producer {Producer} is gone: Gitea has no user {User}", producer, login);
        return true;
    }

    private RepositoryName NameOf(ProducerName producer, RepositorySlot slot) =>
        new(producer.ToUserName(settings.RepoPrefix), RepositoryLayout.NameOf(slot));

    /// <summary>The quick way: one call for the branch, with the snapshot of the expected commit read beside it.</summary>
    /// <returns>False when the branch could not be found, or may be one too many: then the repository itself must be asked for.</returns>
    private async Task<bool> TryMoveHeadAsync(
        ProducerName producer, RepositorySlot slot, RepositoryName name, RepositoryState known, PushHint hint, CancellationToken cancellation)
    {
        var (environment, before) = (hint.Environment, known.HeadOf(hint.Environment));
        if (before is null && known.Environments.Count >= settings.MaxEnvironments) return false;
        var at = new RepositoryAtCommit(name, known.Id, slot.Role, RepositoryLayout.BranchOf(environment, known.Branch), hint.After);
        var expected = Revision.IsCommit(hint.After) && hint.After != Revision.NoCommit && hint.After != before
            ? snapshots.WarmAsync(at, WarmUp, cancellation)
            : Task.CompletedTask;
        var head = await gitea.Branches.FindHeadAsync(name, at.Branch, cancellation);
        if (head is null) return false;
        if (head == before) return true;
        await (head == hint.After ? expected : snapshots.WarmAsync(at with { Commit = head }, WarmUp, cancellation));
        var moved = known.WithHead(environment, head) with { SettledAt = null };
        if (environment == EnvironmentName.Dev) moved = moved with { Problem = null };
        Move(producer, slot, moved, head == hint.After ? hint : null);
        return true;
    }

    /// <param name="removes">Whether a repository that does not exist is removed; else that is left to the next complete listing.</param>
    private async Task ConfirmAsync(ProducerName producer, RepositorySlot slot, RepositoryName name, PushHint? hint, CancellationToken cancellation, bool removes = true)
    {
        var found = await gitea.Repositories.FindAsync(name, cancellation);
        // A renamed repository answers under its old name, with the new one; it does not play this role any more.
        if (found is not null && TryIdentify(found.FullName, out var owner, out var its) && owner == producer && its == slot)
        {
            // Empty is what Gitea says as long as it has not handled the first push, which is for ever when it was killed before.
            await ReadHeadAsync(producer, slot, found with { Empty = false }, hint, settledAt: null, warm: true, cancellation);
            return;
        }
        if (!removes || registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is null) return;
        registry.Update(producer, known => known?.With(slot, null));
        logger.LogInformation("Repository {Repository} is gone{Now}", name, found is null ? "" : $": it is {found.FullName} now");
    }

    /// <summary>Reads all branches that matter: the default one and those of further environments.</summary>
    private async Task ReadHeadAsync(
        ProducerName producer, RepositorySlot slot, GiteaRepository repository, PushHint? hint, DateTimeOffset? settledAt, bool warm, CancellationToken cancellation)
    {
        var owner = registry.Current.Producers.GetValueOrDefault(producer);
        if (owner?.UserId != repository.Owner.Id && await IsOrganizationAsync(repository.Owner, cancellation)) return;
        if (slot.Project != ProjectName.Main && owner?.Project(slot.Project) is null && owner?.FurtherProjects?.Count >= settings.MaxProjects)
        {
            logger.LogWarning("Repository {Repository} is ignored: {Producer} has {Count} projects beside main already, as many as MAX_PROJECTS allows", repository.FullName, producer, settings.MaxProjects);
            return;
        }
        var known = owner?.Repository(slot) is { } same && same.Id == repository.Id ? same : null;
        var state = new RepositoryState(repository.Id, repository.Name, repository.DefaultBranch, Revision.NoCommit)
        {
            SettledAt = settledAt,
            CreatedAt = repository.CreatedAt,
        };
        var began = checks.Now;
        if (!repository.Empty) state = await branches.ReadAsync(repository, state, known, cancellation);
        if (state.Problem is { } problem && problem != known?.Problem) logger.LogWarning("Repository {Repository}: {Problem}", repository.FullName, problem);
        if (warm)
        {
            await Task.WhenAll(state.Environments.Names.Append(EnvironmentName.Dev)
                .Where(environment => state.HeadOf(environment) is { } head && head != Revision.NoCommit && head != known?.HeadOf(environment))
                .Select(environment => snapshots.WarmAsync(
                    new RepositoryAtCommit(repository.FullName, repository.Id, slot.Role, RepositoryLayout.BranchOf(environment, state.Branch), state.HeadOf(environment)!),
                    WarmUp,
                    cancellation)));
        }
        Adopt(producer, repository);
        Move(producer, slot, state, hint is not null && hint.After == state.HeadOf(hint.Environment) ? hint : null);
        if (!repository.Empty) checks.Verified((producer, slot), began);
    }

    private void Adopt(ProducerName producer, GiteaRepository repository) => registry.Update(producer, known => known is not null && known.UserId == repository.Owner.Id
        ? known
        : new ProducerState { Name = producer, UserId = repository.Owner.Id, FullName = repository.Owner.FullName, Email = repository.Owner.Email });

    private void Move(ProducerName producer, RepositorySlot slot, RepositoryState state, PushHint? hint)
    {
        RepositoryState? before = null;
        registry.Update(producer, known =>
        {
            before = known?.Repository(slot);
            return known?.With(slot, state);
        });
        var former = before?.Id == state.Id ? before : null;
        foreach (var environment in (former?.Environments.Names ?? []).Union(state.Environments.Names).Append(EnvironmentName.Dev))
        {
            var head = state.HeadOf(environment) ?? Revision.NoCommit;
            if (head == (former?.HeadOf(environment) ?? Revision.NoCommit) && (former is not null || head == Revision.NoCommit)) continue;
            Tell(producer, slot, state, environment, former ?? before, head, hint?.Environment == environment ? hint : null);
        }
    }

    private void Tell(ProducerName producer, RepositorySlot slot, RepositoryState state, EnvironmentName environment, RepositoryState? before, string head, PushHint? hint)
    {
        var branch = RepositoryLayout.BranchOf(environment, state.Branch);
        logger.LogInformation("{Producer}/{Repository} is at {Commit} of {Branch}", producer, state.Name, head, branch);
        // Also when no webhook came, so that those who follow pushes alone do not miss one. Who made the commits is not known then,
        // and pulling once too often is harmless where not pulling is not.
        changes.Publish(
            ChangeStreamEvents.Push,
            producer,
            new PushEvent
            {
                Ref = $"refs/heads/{branch}",
                Before = before?.HeadOf(environment) ?? Revision.NoCommit,
                After = head,
                Namespace = settings.RepoPrefix,
                Username = producer.Value,
                RepoName = RepositoryLayout.NameOf(slot),
                IsExternal = hint?.IsExternal ?? true,
            },
            ApiJson.Default.PushEvent);
    }

    private async Task<Turn> TakeTurnAsync(ProducerName producer, RepositorySlot slot, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd((producer, slot), static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    private readonly struct Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
