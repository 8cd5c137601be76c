using System.Collections.Concurrent;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Users;
using GitOps.Model.Names;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Lists all users and all repositories, completely or not at all, and brings the registry up to date: the only thing that can find
/// out that a producer or repository is gone. Even then each one that is missing from the listing is asked for by name first, so a
/// listing that lies removes nothing. What cannot be explained of one producer leaves that one as it is, is told, and stops no other's.
/// </summary>
public sealed class FullScan(
    GiteaClient gitea, ProducerRegistry registry, RepositoryObserver observer, ProducerProblems problems, ConfigstoreSettings settings, TimeProvider time, ILogger<FullScan> logger)
{
    /// <summary>So many producers may be unexplained, or a fifth of all; of more it is the listing that is wrong.</summary>
    private const int MostUnexplained = 3;

    /// <summary>So many repositories may fail as if Gitea did; of more it is Gitea.</summary>
    private const int MostUnavailable = 3;

    /// <exception cref="GiteaException">Gitea could not be listed completely; nothing was removed.</exception>
    /// <exception cref="ScanIncompleteException">Some repositories could not be read that nothing is known of yet.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var users = await ListUsersAsync(cancellation);
        var producers = ProducersOf(users);
        // Gitea's clock shows this or later while the repositories are listed and read: what was updated well before is not being updated in that second any more.
        var certainBefore = gitea.Server.Now is { } now ? now - settings.ScanOverlap : DateTimeOffset.MinValue;
        var repositories = await gitea.Repositories.ListAsync(cancellation);

        foreach (var (name, user) in producers) Adopt(name, user);
        var unexplained = new Dictionary<ProducerName, string>();
        var present = new HashSet<(ProducerName, RepositorySlot)>();
        var stale = new List<GiteaRepository>();
        foreach (var repository in repositories)
        {
            if (!observer.TryIdentify(repository.FullName, out var producer, out var slot)) continue;
            if (producers.GetValueOrDefault(producer)?.Id != repository.Owner.Id && !await IsOfUnlistedUserAsync(producer, repository, users, unexplained, cancellation)) continue;
            present.Add((producer, slot));
            if (!IsCurrent(producer, slot, repository)) stale.Add(repository);
        }
        await ReadAsync(stale, certainBefore, cancellation);
        await ConfirmMissingAsync(producers, present, unexplained, cancellation);
        Tell(unexplained);
        registry.MarkComplete(began);
    }

    private async Task<IReadOnlyList<GiteaUser>> ListUsersAsync(CancellationToken cancellation)
    {
        var self = await gitea.Users.GetCurrentAsync(cancellation);
        var users = await gitea.Users.ListAsync(cancellation);
        return users.Any(user => user.Id == self.Id)
            ? users
            : throw new GiteaIncompleteException($"Listing all users: {users.Count} came and {self.Login}, whose token asked, is not among them. Nothing may be concluded from such a list.");
    }

    private Dictionary<ProducerName, GiteaUser> ProducersOf(IReadOnlyList<GiteaUser> users)
    {
        var producers = new Dictionary<ProducerName, GiteaUser>();
        foreach (var user in users)
        {
            if (ProducerName.TryFromUserName(user.Login, settings.RepoPrefix, out var name)) producers[name] = user;
            else if (user.Login.StartsWith(settings.RepoPrefix + "-", StringComparison.OrdinalIgnoreCase))
                logger.LogWarning("User {User} has the prefix of producers, but the rest of the name cannot be a producer's: it takes 1 to {Max} of a-z, 0-9 and inner hyphens", user.Login, ProducerName.MaxLength);
        }
        return producers;
    }

    /// <summary>
    /// Whether a repository's owner, who is not among the listed users, is one all the same. Organizations own repositories and are in no
    /// list of users; who was made after the users were listed is found by the next scan.
    /// </summary>
    private async Task<bool> IsOfUnlistedUserAsync(
        ProducerName producer, GiteaRepository repository, IReadOnlyList<GiteaUser> users, Dictionary<ProducerName, string> unexplained, CancellationToken cancellation)
    {
        if (unexplained.ContainsKey(producer)) return true;
        if (repository.Owner.Id > users.Max(user => user.Id) || await observer.IsOrganizationAsync(repository.Owner, cancellation)) return false;
        if (await gitea.Users.FindAsync(repository.Owner.Login, cancellation) is not { } user || user.Id != repository.Owner.Id) return false;
        unexplained[producer] = $"Gitea does not list the user {user.Login} among all, although it exists";
        return true;
    }

    private void Adopt(ProducerName name, GiteaUser user) => registry.Update(name, known =>
    {
        // A user that was deleted and made again is another tenant: nothing of the former one's may stay.
        var same = known is not null && known.UserId == user.Id ? known : new ProducerState { Name = name, UserId = user.Id };
        return same with { FullName = user.FullName, Email = user.Email, Created = user.Created };
    });

    private bool IsCurrent(ProducerName producer, RepositorySlot slot, GiteaRepository repository) =>
        registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is { } known
        && known.Id == repository.Id
        && known.Name == repository.Name
        && known.Branch == repository.DefaultBranch
        && known.SettledAt == repository.UpdatedAt
        && known.Problem is null;

    private async Task ReadAsync(List<GiteaRepository> stale, DateTimeOffset certainBefore, CancellationToken cancellation)
    {
        // The first time nobody waits for a snapshot in particular; later a change found here is as good as one found by webhook.
        var isFirst = registry.Current.CompleteAsOf is null;
        var unknown = new ConcurrentQueue<RepositoryName>();
        var unavailable = 0;
        await ForEachAsync(stale, async (repository, token) =>
        {
            try
            {
                await observer.ObserveAsync(repository, settle: repository.UpdatedAt < certainBefore, warm: !isFirst, token);
            }
            catch (GiteaException failure) when (HeadChecks.IsOfOne(failure) || Interlocked.Increment(ref unavailable) <= MostUnavailable)
            {
                logger.LogWarning("{Repository} could not be read: {Reason}", repository.FullName, failure.Message);
                if (!observer.NoteUnread(repository, failure)) unknown.Enqueue(repository.FullName);
            }
        }, cancellation);
        // Without the first reading there is nothing to keep: served as if it did not exist, what runs of it would be removed.
        if (isFirst && !unknown.IsEmpty) throw new ScanIncompleteException(unknown.Count);
    }

    private async Task ConfirmMissingAsync(
        Dictionary<ProducerName, GiteaUser> producers, HashSet<(ProducerName, RepositorySlot)> present, Dictionary<ProducerName, string> unexplained, CancellationToken cancellation)
    {
        var known = registry.Current.Producers.Values;
        var unlisted = new ConcurrentDictionary<ProducerName, string>();
        await ForEachAsync(known.Where(producer => !producers.ContainsKey(producer.Name) && !unexplained.ContainsKey(producer.Name)), async (producer, token) =>
        {
            if (!await observer.ConfirmGoneAsync(producer.Name, token)) unlisted[producer.Name] = "Gitea does not list its user among all, although it exists";
        }, cancellation);
        var missing = known
            .Where(producer => producers.ContainsKey(producer.Name))
            .SelectMany(producer => producer.Repositories.Select(repository => (producer.Name, repository.Slot)))
            .Where(key => !present.Contains(key));
        await ForEachAsync(missing, async (key, token) =>
        {
            if (!await observer.ConfirmGoneAsync(key.Name, key.Slot, token)) unlisted[key.Name] = $"Gitea does not list its repository {RepositoryLayout.NameOf(key.Slot)} among all, although it exists";
        }, cancellation);
        foreach (var (producer, reason) in unlisted) unexplained.TryAdd(producer, reason);
        if (unexplained.Count > MostUnexplained && unexplained.Count * 5 > known.Count())
            throw new GiteaIncompleteException($"Listing all users and repositories: of {unexplained.Count} producers something exists that was not among them. Nothing may be concluded from such a list.");
    }

    private void Tell(Dictionary<ProducerName, string> unexplained)
    {
        foreach (var (producer, reason) in unexplained)
        {
            if (problems.Find(producer) != reason) logger.LogWarning("Producer {Producer} stays as it is: {Reason}", producer, reason);
        }
        problems.Replace(unexplained);
    }

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> act, CancellationToken cancellation) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
        (item, token) => new ValueTask(act(item, token)));
}
