using System.Collections.Concurrent;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea;
using GitOps.Gitea.Repositories;
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
    SnapshotStore snapshots,
    ChangeHub changes,
    ConfigstoreSettings settings,
    ILogger<RepositoryObserver> logger)
{
    /// <summary>How long a head is kept back for its snapshot to be ready; longer, and the actualizer learns of it before.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(ProducerName, RepositoryRole), SemaphoreSlim> _turns = new();

    /// <summary>The producer and role of a repository; false when it is no producer's, or the producer's own affair.</summary>
    public bool TryIdentify(RepositoryName repository, out ProducerName producer, out RepositoryRole role)
    {
        role = default;
        return ProducerName.TryFromUserName(repository.Owner, settings.RepoPrefix, out producer)
            && RepositoryLayout.TryGetRole(repository.Name, out role);
    }

    /// <summary>Reads the head of a repository that Gitea has just listed, unless it is known for the listed time.</summary>
    /// <param name="listed">As Gitea listed it.</param>
    /// <param name="settle">Whether the head that is read now is certain for that time.</param>
    /// <param name="warm">Whether the snapshot is read before the head is told.</param>
    public async Task ObserveAsync(GiteaRepository listed, bool settle, bool warm, CancellationToken cancellation)
    {
        if (!TryIdentify(listed.FullName, out var producer, out var role)) return;
        using var turn = await TakeTurnAsync(producer, role, cancellation);
        if (listed.Empty && registry.Current.Producers.GetValueOrDefault(producer)?.Repository(role) is { } known
            && known.Id == listed.Id && known.Head != Revision.NoCommit)
        {
            // Listed before its first push, which a webhook has told since: an old listing does not empty a repository.
            await ConfirmAsync(producer, role, listed.FullName, null, cancellation);
            return;
        }
        await ReadHeadAsync(producer, role, listed, null, settle ? listed.UpdatedAt : null, warm, cancellation);
    }

    /// <summary>Reads the head of a repository that a webhook or a caller named.</summary>
    public async Task ObserveAsync(RepositoryName name, PushHint? hint, CancellationToken cancellation)
    {
        if (!TryIdentify(name, out var producer, out var role)) return;
        using var turn = await TakeTurnAsync(producer, role, cancellation);
        if (registry.Current.Producers.GetValueOrDefault(producer)?.Repository(role) is { } known
            && await TryMoveHeadAsync(producer, role, name, known, hint, cancellation)) return;
        await ConfirmAsync(producer, role, name, hint, cancellation);
    }

    /// <summary>Removes a repository from the registry when Gitea, asked for it by an administrator, says that it does not exist.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> ConfirmGoneAsync(ProducerName producer, RepositoryRole role, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(producer, role, cancellation);
        await ConfirmAsync(producer, role, NameOf(producer, role), null, cancellation);
        return registry.Current.Producers.GetValueOrDefault(producer)?.Repository(role) is null;
    }

    /// <summary>Removes a producer from the registry when Gitea, asked for its user by an administrator, says that it does not exist.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> ConfirmGoneAsync(ProducerName producer, CancellationToken cancellation)
    {
        var login = producer.ToUserName(settings.RepoPrefix);
        // A renamed user answers under its old name, with the new one.
        if (await gitea.Users.FindAsync(login, cancellation) is { } user && string.Equals(user.Login, login, StringComparison.OrdinalIgnoreCase)) return false;
        registry.Update(producer, _ => null);
        logger.LogInformation("Producer {Producer} is gone: Gitea has no user {User}", producer, login);
        return true;
    }

    private RepositoryName NameOf(ProducerName producer, RepositoryRole role) =>
        new(producer.ToUserName(settings.RepoPrefix), RepositoryLayout.NameOf(role));

    /// <summary>The quick way: one call for the branch, with the snapshot of the expected commit read beside it.</summary>
    /// <returns>False when the branch could not be found: then the repository itself must be asked for.</returns>
    private async Task<bool> TryMoveHeadAsync(
        ProducerName producer, RepositoryRole role, RepositoryName name, RepositoryState known, PushHint? hint, CancellationToken cancellation)
    {
        var expected = hint is not null && Revision.IsCommit(hint.After) && hint.After != Revision.NoCommit && hint.After != known.Head
            ? snapshots.WarmAsync(new RepositoryAtCommit(name, known.Id, role, known.Branch, hint.After), WarmUp, cancellation)
            : Task.CompletedTask;
        var branch = await gitea.Branches.FindAsync(name, known.Branch, cancellation);
        if (branch is null) return false;
        var head = branch.Commit.Id;
        if (head == known.Head) return true;
        await (head == hint?.After
            ? expected
            : snapshots.WarmAsync(new RepositoryAtCommit(name, known.Id, role, known.Branch, head), WarmUp, cancellation));
        Move(producer, role, known with { Head = head, SettledAt = null, Problem = null }, head == hint?.After ? hint : null);
        return true;
    }

    private async Task ConfirmAsync(ProducerName producer, RepositoryRole role, RepositoryName name, PushHint? hint, CancellationToken cancellation)
    {
        var found = await gitea.Repositories.FindAsync(name, cancellation);
        // A renamed repository answers under its old name, with the new one; it does not play this role any more.
        if (found is not null && TryIdentify(found.FullName, out var owner, out var its) && owner == producer && its == role)
        {
            await ReadHeadAsync(producer, role, found, hint, settledAt: null, warm: true, cancellation);
            return;
        }
        if (registry.Current.Producers.GetValueOrDefault(producer)?.Repository(role) is null) return;
        registry.Update(producer, known => known?.With(role, null));
        logger.LogInformation("Repository {Repository} is gone{Now}", name, found is null ? "" : $": it is {found.FullName} now");
    }

    private async Task ReadHeadAsync(
        ProducerName producer, RepositoryRole role, GiteaRepository repository, PushHint? hint, DateTimeOffset? settledAt, bool warm, CancellationToken cancellation)
    {
        var known = registry.Current.Producers.GetValueOrDefault(producer)?.Repository(role) is { } same && same.Id == repository.Id ? same : null;
        var state = new RepositoryState(repository.Id, repository.Name, repository.DefaultBranch, known?.Head ?? Revision.NoCommit)
        {
            SettledAt = settledAt,
            CreatedAt = repository.CreatedAt,
        };
        if (repository.Empty)
        {
            state = state with { Head = Revision.NoCommit };
        }
        else if (await gitea.Branches.FindAsync(repository.FullName, repository.DefaultBranch, cancellation) is { } branch)
        {
            state = state with { Head = branch.Commit.Id };
            if (warm && state.Head != known?.Head)
                await snapshots.WarmAsync(new RepositoryAtCommit(repository.FullName, repository.Id, role, state.Branch, state.Head), WarmUp, cancellation);
        }
        else
        {
            // Not empty, but without its default branch: nobody said what should run now, so what runs stays.
            state = state with { Problem = $"The default branch '{repository.DefaultBranch}' does not exist; the last known commit stays in force. Push it, or choose another default branch." };
            if (known?.Problem is null) logger.LogWarning("Repository {Repository}: {Problem}", repository.FullName, state.Problem);
        }
        Adopt(producer, repository);
        Move(producer, role, state, hint?.After == state.Head ? hint : null);
    }

    private void Adopt(ProducerName producer, GiteaRepository repository) => registry.Update(producer, known => known is not null && known.UserId == repository.Owner.Id
        ? known
        : new ProducerState { Name = producer, UserId = repository.Owner.Id, FullName = repository.Owner.FullName, Email = repository.Owner.Email });

    private void Move(ProducerName producer, RepositoryRole role, RepositoryState state, PushHint? hint)
    {
        RepositoryState? before = null;
        registry.Update(producer, known =>
        {
            before = known?.Repository(role);
            return known?.With(role, state);
        });
        if (before?.Id == state.Id && before.Head == state.Head) return;
        if (state.Head == Revision.NoCommit && before is null) return;
        logger.LogInformation("{Producer}/{Repository} is at {Commit} of {Branch}", producer, state.Name, state.Head, state.Branch);
        // Also when no webhook came, so that those who follow pushes alone do not miss one. Who made the commits is not known then,
        // and pulling once too often is harmless where not pulling is not.
        changes.Publish(
            ChangeStreamEvents.Push,
            producer,
            new PushEvent
            {
                Ref = $"refs/heads/{state.Branch}",
                Before = before?.Head ?? Revision.NoCommit,
                After = state.Head,
                Namespace = settings.RepoPrefix,
                Username = producer.Value,
                RepoName = state.Name,
                IsExternal = hint?.IsExternal ?? true,
            },
            ApiJson.Default.PushEvent);
    }

    private async Task<Turn> TakeTurnAsync(ProducerName producer, RepositoryRole role, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd((producer, role), static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    private readonly struct Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
