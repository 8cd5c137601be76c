using GitOps.Configstore.Actualizers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// Removes the keys of pods that are gone. A key of a pod that may still run stays: keys are listed before pods, so the pod of every
/// listed key was made before the pods were listed; a key goes only when two whole listings, one after the other, leave its pod out.
/// A key whose pod did not tell its name is stale when all pods of its type are younger. What cannot be asked changes nothing.
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
            foreach (var (producer, mark) in marks.Due())
            {
                try
                {
                    await LookAsync(producer, mark, stoppingToken);
                }
                catch (Exception failure) when (failure is GiteaException or ActualizerUnavailableException)
                {
                    logger.LogWarning("Stale keys of pods of {Producer} were not looked for, trying again: {Reason}", producer, failure.Message);
                    marks.Replace(producer, mark, mark with { Due = time.GetUtcNow() + settings.PodKeyCheck });
                }
            }
        }
    }

    private async Task LookAsync(ProducerName producer, StaleKeyMark mark, CancellationToken cancellation)
    {
        var login = producer.ToUserName(settings.RepoPrefix);
        var stale = await FindStaleAsync(producer, login, cancellation);
        foreach (var key in stale.Where(key => mark.Suspects.Contains(key.Id)))
        {
            await gitea.Keys.DeleteAsync(login, key.Id, cancellation);
            logger.LogInformation("Removed the key '{Title}' of {Producer}: its pod is gone", key.Title, producer);
        }

        long[] suspects = [.. stale.Select(key => key.Id).Except(mark.Suspects)];
        var looks = stale.Count > 0 ? 0 : mark.Looks + 1;
        marks.Replace(producer, mark, looks > Pauses.Length
            ? null
            : new StaleKeyMark(looks, time.GetUtcNow() + (settings.PodKeyCheck * (looks == 0 ? 1 : Pauses[looks - 1])), suspects));
    }

    private async Task<IReadOnlyList<PublicKey>> FindStaleAsync(ProducerName producer, string login, CancellationToken cancellation)
    {
        IReadOnlyList<PublicKey> keys;
        try
        {
            keys = await gitea.Keys.ListAsync(login, cancellation);
        }
        catch (GiteaNotFoundException)
        {
            // The user went, and its keys with it.
            return [];
        }
        var stale = new List<PublicKey>();
        foreach (var ofType in keys
            .Select(key => (Key: key, Title: SystemKeyTitle.TryParse(key.Title, out var title) ? title : null))
            .Where(one => one.Title is not null)
            .GroupBy(one => one.Title!.Type))
        {
            var pods = await actualizer.ListPodsAsync(producer, ofType.Key, cancellation);
            stale.AddRange(ofType.Where(one => IsStale(one.Key, one.Title!, pods)).Select(one => one.Key));
        }
        return stale;
    }

    private bool IsStale(PublicKey key, SystemKeyTitle title, IReadOnlyList<RunningPod> pods)
    {
        if (title.Pod is { } owner) return !pods.Any(pod => pod.Name == owner);
        var oldest = pods.Count == 0 ? time.GetUtcNow() : pods.Min(pod => pod.Created);
        return key.CreatedAt + ClockSkew < oldest;
    }
}
