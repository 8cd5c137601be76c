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
/// listing that lies removes nothing.
/// </summary>
public sealed class FullScan(
    GiteaClient gitea, ProducerRegistry registry, RepositoryObserver observer, ConfigstoreSettings settings, TimeProvider time, ILogger<FullScan> logger)
{
    /// <exception cref="GiteaException">Gitea could not be listed completely; nothing was removed.</exception>
    /// <exception cref="ScanIncompleteException">Some repositories could not be read.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var producers = await ListProducersAsync(cancellation);
        // Gitea's clock shows this or later while the repositories are listed and read: what was updated well before is not being updated in that second any more.
        var certainBefore = gitea.Server.Now is { } now ? now - settings.ScanOverlap : DateTimeOffset.MinValue;
        var repositories = await gitea.Repositories.ListAsync(cancellation);

        foreach (var (name, user) in producers) Adopt(name, user);
        var present = new HashSet<(ProducerName, RepositorySlot)>();
        var stale = new List<GiteaRepository>();
        foreach (var repository in repositories)
        {
            if (!observer.TryIdentify(repository.FullName, out var producer, out var slot)) continue;
            present.Add((producer, slot));
            if (!IsCurrent(producer, slot, repository)) stale.Add(repository);
        }
        await ReadAsync(stale, certainBefore, cancellation);
        await ConfirmMissingAsync(producers, present, cancellation);
        registry.MarkComplete(began);
    }

    private async Task<Dictionary<ProducerName, GiteaUser>> ListProducersAsync(CancellationToken cancellation)
    {
        var self = await gitea.Users.GetCurrentAsync(cancellation);
        var users = await gitea.Users.ListAsync(cancellation);
        if (users.All(user => user.Id != self.Id))
            throw new GiteaIncompleteException($"Listing all users: {users.Count} came and {self.Login}, whose token asked, is not among them. Nothing may be concluded from such a list.");
        var producers = new Dictionary<ProducerName, GiteaUser>();
        foreach (var user in users)
        {
            if (ProducerName.TryFromUserName(user.Login, settings.RepoPrefix, out var name)) producers[name] = user;
            else if (user.Login.StartsWith(settings.RepoPrefix + "-", StringComparison.OrdinalIgnoreCase))
                logger.LogWarning("User {User} has the prefix of producers, but the rest of the name cannot be a producer's: it takes 1 to {Max} of a-z, 0-9 and inner hyphens", user.Login, ProducerName.MaxLength);
        }
        return producers;
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
        && known.Branch == repository.DefaultBranch
        && known.SettledAt == repository.UpdatedAt
        && known.Problem is null;

    private async Task ReadAsync(List<GiteaRepository> stale, DateTimeOffset certainBefore, CancellationToken cancellation)
    {
        // The first time nobody waits for a snapshot in particular; later a change found here is as good as one found by webhook.
        var warm = registry.Current.CompleteAsOf is not null;
        var failed = new ConcurrentQueue<RepositoryName>();
        await ForEachAsync(stale, async (repository, token) =>
        {
            try
            {
                await observer.ObserveAsync(repository, settle: repository.UpdatedAt < certainBefore, warm, token);
            }
            catch (GiteaException failure) when (failure is not (GiteaUnauthorizedException or GiteaUnavailableException))
            {
                failed.Enqueue(repository.FullName);
                logger.LogWarning("{Repository} could not be read: {Reason}", repository.FullName, failure.Message);
            }
        }, cancellation);
        if (!failed.IsEmpty) throw new ScanIncompleteException(failed.Count);
    }

    private async Task ConfirmMissingAsync(
        Dictionary<ProducerName, GiteaUser> producers, HashSet<(ProducerName, RepositorySlot)> present, CancellationToken cancellation)
    {
        var known = registry.Current.Producers.Values;
        var unlisted = 0;
        await ForEachAsync(known.Where(producer => !producers.ContainsKey(producer.Name)), async (producer, token) =>
        {
            if (!await observer.ConfirmGoneAsync(producer.Name, token)) Interlocked.Increment(ref unlisted);
        }, cancellation);
        var missing = known
            .Where(producer => producers.ContainsKey(producer.Name))
            .SelectMany(producer => producer.Repositories.Select(repository => (producer.Name, repository.Slot)))
            .Where(key => !present.Contains(key));
        await ForEachAsync(missing, async (key, token) =>
        {
            if (!await observer.ConfirmGoneAsync(key.Name, key.Slot, token)) Interlocked.Increment(ref unlisted);
        }, cancellation);
        if (unlisted > 0)
            throw new GiteaIncompleteException($"Listing all users and repositories: {unlisted} that exist were not among them. Nothing may be concluded from such a list.");
    }

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> act, CancellationToken cancellation) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
        (item, token) => new ValueTask(act(item, token)));
}
