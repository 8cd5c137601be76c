using GitOps.Configstore.Actualizers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// Removes the keys of pods that are gone. A key of a pod that may still run stays: keys are listed before pods, so the pod of every
/// listed key was made before the pods were listed; a key goes only when two whole listings, one after the other, leave its pod out.
/// A key whose pod did not tell its name is stale when all pods of its type are younger. What cannot be asked changes nothing. Only
/// repositories where something happened are looked at, and users only as long as they have keys of pods.
/// </summary>
internal sealed class StaleKeySweep(
    StaleKeyMarks marks, GiteaClient gitea, ActualizerClient actualizer, ConfigstoreSettings settings, TimeProvider time, ILogger<StaleKeySweep> logger) : BackgroundService
{
    /// <summary>By what the clocks of Gitea and of the cluster may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <summary>Pauses before the next look, in <c>POD_KEY_CHECK</c>, while nothing is found: a rollout takes its time, one that is stuck many hours.</summary>
    private static readonly int[] Pauses = [1, 5, 30, 120, 720];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!actualizer.IsConfigured)
        {
            logger.LogInformation("ACTUALIZER_URL is not set: keys of pods that are gone stay in Gitea");
            return;
        }
        using var timer = new PeriodicTimer(settings.PodKeyCheck / 4, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (holder, mark) in marks.Due())
            {
                try
                {
                    await LookAsync(holder, mark, stoppingToken);
                }
                catch (Exception failure) when (failure is GiteaException or ActualizerUnavailableException)
                {
                    logger.LogWarning("Stale keys of pods of {Holder} were not looked for, trying again: {Reason}", holder, failure.Message);
                    marks.Replace(holder, mark, mark with { Due = time.GetUtcNow() + settings.PodKeyCheck });
                }
            }
        }
    }

    private async Task LookAsync(KeyHolder holder, StaleKeyMark mark, CancellationToken cancellation)
    {
        var keys = await ListAsync(holder, cancellation);
        var stale = await FindStaleAsync(holder.Producer, keys, cancellation);
        foreach (var key in stale.Where(key => mark.Suspects.Contains(key.Id)))
        {
            await DeleteAsync(holder, key.Id, cancellation);
            logger.LogInformation("Removed the key '{Title}' of {Holder}: its pod is gone", key.Title, holder);
        }

        long[] suspects = [.. stale.Select(key => key.Id).Except(mark.Suspects)];
        var looks = stale.Count > 0 ? 0 : mark.Looks + 1;
        // No pod adds a key to a user any more: one that has none will have none.
        var isDone = looks > Pauses.Length || (holder.Slot is null && keys.Count == 0);
        marks.Replace(holder, mark, isDone ? null : new StaleKeyMark(looks, time.GetUtcNow() + (settings.PodKeyCheck * (looks == 0 ? 1 : Pauses[looks - 1])), suspects));
    }

    /// <summary>The keys of pods that lie there.</summary>
    private async Task<IReadOnlyList<PodKey>> ListAsync(KeyHolder holder, CancellationToken cancellation)
    {
        try
        {
            return holder.Slot is null
                ? PodKeys(await gitea.Keys.ListAsync(holder.Producer.ToUserName(settings.RepoPrefix), cancellation), key => (key.Id, key.Title, key.CreatedAt))
                : PodKeys(await gitea.DeployKeys.ListAsync(holder.Repository(settings.RepoPrefix), cancellation), key => (key.Id, key.Title, key.CreatedAt));
        }
        catch (GiteaNotFoundException)
        {
            // The repository or the user went, and its keys with it.
            return [];
        }
    }

    private Task DeleteAsync(KeyHolder holder, long id, CancellationToken cancellation) => holder.Slot is null
        ? gitea.Keys.DeleteAsync(holder.Producer.ToUserName(settings.RepoPrefix), id, cancellation)
        : gitea.DeployKeys.DeleteAsync(holder.Repository(settings.RepoPrefix), id, cancellation);

    private static List<PodKey> PodKeys<T>(IReadOnlyList<T> keys, Func<T, (long Id, string Title, DateTimeOffset CreatedAt)> of)
    {
        var found = new List<PodKey>();
        foreach (var (id, text, created) in keys.Select(of))
        {
            if (SystemKeyTitle.TryParse(text, out var title)) found.Add(new PodKey(id, title, created));
        }
        return found;
    }

    private async Task<IReadOnlyList<PodKey>> FindStaleAsync(ProducerName producer, IReadOnlyList<PodKey> keys, CancellationToken cancellation)
    {
        var stale = new List<PodKey>();
        foreach (var ofType in keys.GroupBy(key => key.Title.Type))
        {
            var pods = await actualizer.ListPodsAsync(producer, ofType.Key, cancellation);
            stale.AddRange(ofType.Where(key => IsStale(key, pods)));
        }
        return stale;
    }

    private bool IsStale(PodKey key, IReadOnlyList<RunningPod> pods)
    {
        if (key.Title.Pod is { } owner) return !pods.Any(pod => pod.Name == owner);
        var oldest = pods.Count == 0 ? time.GetUtcNow() : pods.Min(pod => pod.Created);
        return key.CreatedAt + ClockSkew < oldest;
    }

    private sealed record PodKey(long Id, SystemKeyTitle Title, DateTimeOffset CreatedAt);
}
