using System.Globalization;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// Adds SSH keys of the system's own pods, each to the one repository that its pod clones. A pod's key takes away no other pod's, whose may
/// still run; what no pod has any more is found by <see cref="StaleKeySweep"/>. Only what the same pod added before is replaced.
/// </summary>
public sealed class SystemKeys(StaleKeyMarks marks, ProducerRegistry registry, ConfigstoreSettings settings, TimeProvider time)
{
    /// <param name="gitea">Asked with the credential of who adds it.</param>
    /// <param name="holder">The repository that the pod clones.</param>
    /// <param name="type">One of <see cref="SystemKeyTitle.Types"/>.</param>
    /// <param name="publicKey">A line as in authorized_keys.</param>
    /// <param name="pod">Name of the pod; null when it does not tell.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GiteaException">Gitea refused the key or could not be asked.</exception>
    public async Task<DeployKey> AddAsync(GiteaClient gitea, KeyHolder holder, string type, string publicKey, string? pod, CancellationToken cancellation)
    {
        var repository = holder.Repository(settings.RepoPrefix);
        var readOnly = !settings.PodKeysPush.Contains(type);
        var known = new List<(DeployKey Key, SystemKeyTitle Title)>();
        foreach (var key in await gitea.DeployKeys.ListAsync(repository, cancellation))
        {
            if (SystemKeyTitle.TryParse(key.Title, out var title) && title.Type == type) known.Add((key, title));
        }
        if (known.Find(one => SameKey(one.Key.Key, publicKey)) is { Key: { } same })
        {
            // A pod that starts again with its key adds nothing.
            if (same.ReadOnly == readOnly) return same;
            // The setting is another since: Gitea changes no key.
            await gitea.DeployKeys.DeleteAsync(repository, same.Id, cancellation);
            known.RemoveAll(one => one.Key.Id == same.Id);
        }
        // Gitea allows a title once per repository.
        var wanted = new SystemKeyTitle(type, pod);
        var free = known.Exists(one => one.Key.Title == wanted.ToString())
            ? wanted with { Number = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) }
            : wanted;
        var added = await AddAsync(gitea, repository, new NewKey(free.ToString(), publicKey, readOnly), cancellation);
        marks.Add(holder);
        // Keys of pods that were made before pods had keys of repositories.
        marks.Add(new KeyHolder(holder.Producer));
        if (pod is not null)
        {
            foreach (var (replaced, _) in known.Where(one => one.Title.Pod == pod)) await gitea.DeployKeys.DeleteAsync(repository, replaced.Id, cancellation);
        }
        return added;
    }

    /// <summary>Removes a key that was added here, by the number that its adding told.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public async Task<bool> DeleteAsync(GiteaClient gitea, ProducerName producer, long keyId, CancellationToken cancellation)
    {
        if (!registry.Current.Producers.TryGetValue(producer, out var state)) return false;
        var found = false;
        foreach (var slot in state.Repositories.Select(repository => repository.Slot))
        {
            var repository = new KeyHolder(producer, slot).Repository(settings.RepoPrefix);
            foreach (var key in await gitea.DeployKeys.ListAsync(repository, cancellation))
            {
                if (key.KeyId != keyId || !SystemKeyTitle.IsSystem(key.Title)) continue;
                await gitea.DeployKeys.DeleteAsync(repository, key.Id, cancellation);
                found = true;
            }
        }
        return found;
    }

    /// <summary>A key that the same pod added to the user, before pods had keys of repositories, is in the way: Gitea lets no key be both.</summary>
    private static async Task<DeployKey> AddAsync(GiteaClient gitea, RepositoryName repository, NewKey key, CancellationToken cancellation)
    {
        try
        {
            return await gitea.DeployKeys.AddAsync(repository, key, cancellation);
        }
        catch (GiteaConflictException)
        {
            var former = (await gitea.Keys.ListAsync(repository.Owner, cancellation)).FirstOrDefault(one => SystemKeyTitle.IsSystem(one.Title) && SameKey(one.Key, key.Key));
            if (former is null) throw;
            await gitea.Keys.DeleteAsync(repository.Owner, former.Id, cancellation);
            return await gitea.DeployKeys.AddAsync(repository, key, cancellation);
        }
    }

    /// <summary>Type and material are the key; what follows is a comment.</summary>
    private static bool SameKey(string one, string other) => Material(one).SequenceEqual(Material(other));

    private static IEnumerable<string> Material(string key) => key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2);
}
