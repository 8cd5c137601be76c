using System.Collections.Concurrent;
using System.Threading.Channels;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Statuses;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Status;

/// <summary>
/// Puts the status of an environment on the commits that it is made of, in both repositories. Only the newest status of an
/// environment counts; one that cannot be put is tried again with growing pauses and holds nobody up.
/// </summary>
public sealed class CommitStatusService(
    GiteaClient gitea, StatusStore statuses, ConfigstoreSettings settings, TimeProvider time, ILogger<CommitStatusService> logger) : BackgroundService
{
    private const int Workers = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Channel<EnvironmentKey> _keys = Channel.CreateUnbounded<EnvironmentKey>();
    private readonly ConcurrentDictionary<EnvironmentKey, int> _waiting = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        statuses.Changed += Enqueue;
        try
        {
            // What the process before this one could not put any more.
            foreach (var record in statuses.Records.Where(record => record.Posted != Fingerprint(record.Status))) Enqueue(record.Status.Key);
            await Parallel.ForEachAsync(
                _keys.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = stoppingToken },
                async (key, token) => await PostAsync(key, token));
        }
        finally
        {
            statuses.Changed -= Enqueue;
        }
    }

    private static string Fingerprint(EnvironmentStatus status)
    {
        var text = CommitStatusText.Of(status);
        return $"{status.Revision} {text.State} {text.Description}";
    }

    private void Enqueue(EnvironmentKey key)
    {
        // A key that waits already will find the newest status when its turn comes.
        if (_waiting.TryAdd(key, 0)) _keys.Writer.TryWrite(key);
    }

    private async Task PostAsync(EnvironmentKey key, CancellationToken cancellation)
    {
        _waiting.TryGetValue(key, out var failures);
        _waiting.TryRemove(key, out _);
        if (statuses.Find(key) is not { } record) return;
        var fingerprint = Fingerprint(record.Status);
        if (record.Posted == fingerprint) return;
        try
        {
            var text = CommitStatusText.Of(record.Status);
            await PostAsync(key, RepositoryRole.Dev, record.Status.Revision.Dev, text, cancellation);
            await PostAsync(key, RepositoryRole.Functions, record.Status.Revision.Functions, text, cancellation);
            statuses.MarkPosted(key, fingerprint);
        }
        catch (GiteaException failure) when (!failure.IsTransient && failure is not (GiteaUnauthorizedException or GiteaForbiddenException))
        {
            // The repository or commit is gone; there is nothing to put a status on.
            statuses.MarkPosted(key, fingerprint);
            logger.LogInformation("The status of {Environment} was not put on its commits: {Reason}", key, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var pause = Pause(failures);
            logger.LogWarning("The status of {Environment} could not be put on its commits, next try in {Pause}: {Reason}", key, pause, failure.Message);
            _ = RetryAsync(key, failures + 1, pause, cancellation);
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures, 16));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task RetryAsync(EnvironmentKey key, int failures, TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, time, cancellation);
            if (_waiting.TryAdd(key, failures)) _keys.Writer.TryWrite(key);
        }
        catch (OperationCanceledException)
        {
            // The next process puts it: it is not marked as posted.
        }
    }

    private async Task PostAsync(EnvironmentKey key, RepositoryRole role, string commit, NewCommitStatus status, CancellationToken cancellation)
    {
        if (commit == Revision.NoCommit) return;
        await gitea.Statuses.CreateAsync(
            new RepositoryName(key.Producer.ToUserName(settings.RepoPrefix), RepositoryLayout.NameOf(new RepositorySlot(key.Project, role))), commit, status, cancellation);
    }
}
