using System.Threading.Channels;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>
/// Turns moved refs into what follows from them: the repository's metadata and the webhooks' events, in the order in
/// which they happened to each repository, different repositories side by side.
/// </summary>
internal sealed class RefAnnouncer : IAsyncDisposable
{
    private const int Lanes = 8;
    private readonly EmbeddedForge _forge;
    private readonly TimeSpan _delay;
    private readonly PendingPushFiles? _files;
    private readonly ILogger<RefAnnouncer> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Func<CancellationToken, Task>>[] _lanes;
    private readonly Task[] _workers;

    public RefAnnouncer(EmbeddedForge forge, ForgeOptions options, ILogger<RefAnnouncer> log)
    {
        (_forge, _delay, _log) = (forge, options.PushDelay, log);
        _files = options.Queue == PushQueue.Level ? new PendingPushFiles(options.DataDirectory) : null;
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Func<CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true }))];
        foreach (var (number, push) in _files?.Load() ?? [])
        {
            // What webhooks say holds the forge's address, which is not known this early.
            Post(push, number, _forge.Located);
        }

        _workers = [.. _lanes.Select(lane => Task.Run(() => WorkAsync(lane.Reader)))];
    }

    /// <summary>Whether git's post-receive hook fails: what is pushed is then in git, and nobody ever hears of it.</summary>
    public bool PostReceiveFails { get; set; }

    /// <summary>Queues every ref that differs between two moments. Returns without waiting for the queue or any receiver.</summary>
    public void Announce(Repository repository, Account pusher, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        if (!PostReceiveFails && PendingPush.Of(repository.Id, pusher.Id, repository.DefaultBranch, before, after) is { } push)
        {
            Post(push, _files?.Add(push), Task.CompletedTask);
        }
    }

    /// <summary>
    /// Notes new branches of a repository: with its first it is empty no more, and takes that as its default when it lacks the one it was
    /// made for.
    /// </summary>
    public void Fill(long repositoryId, string[] created)
    {
        var known = _forge.Store.Repositories.Find(repositoryId)?.DefaultBranch;
        var changed = _forge.Store.Change(repositoryId, repository => !repository.IsEmpty || created.Length == 0
            ? repository
            : repository with { IsEmpty = false, DefaultBranch = created.Contains(repository.DefaultBranch) ? repository.DefaultBranch : created[0] });
        if (changed is not null && changed.DefaultBranch != known)
        {
            _forge.Files.SetHead(changed);
        }
    }

    /// <summary>Tells webhooks that a repository was made or removed.</summary>
    public void AnnounceRepository(Repository repository, Account doer, string action) => Post(repository.Id, cancellation =>
        SendAsync(HooksFor(repository.Id, "repository", null), "repository", RefEvents.RepositoryEvent(_forge, repository, doer, action), cancellation));

    /// <summary>Sends one webhook a push of the branch's newest commit, as Gitea's test button does.</summary>
    public void Test(Repository repository, Account doer, Webhook hook, string branch, string head) => Post(repository.Id, cancellation =>
        SendAsync([hook], "push", RefEvents.TestPush(_forge, repository, doer, branch, head), cancellation));

    /// <summary>Waits until everything announced so far is sent.</summary>
    public Task DrainAsync(CancellationToken cancellation) => Task.WhenAll(_lanes.Select(lane =>
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return lane.Writer.TryWrite(_ => { reached.TrySetResult(); return Task.CompletedTask; }) ? reached.Task.WaitAsync(cancellation) : Task.CompletedTask;
    }));

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    private void Post(long repositoryId, Func<CancellationToken, Task> work) => _lanes[repositoryId % Lanes].Writer.TryWrite(work);

    private async Task WorkAsync(ChannelReader<Func<CancellationToken, Task>> lane)
    {
        await foreach (var work in lane.ReadAllAsync())
        {
            if (_stop.IsCancellationRequested)
            {
                continue;
            }

            try
            {
                await work(_stop.Token);
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                _log.LogError(error, "An event of the forge was lost");
            }
            catch (OperationCanceledException)
            {
                // The forge is ending; nothing is promised for what was still to be sent.
            }
        }
    }

    private void Post(PendingPush push, long? number, Task ready) => Post(push.RepositoryId, async cancellation =>
    {
        await ready.WaitAsync(cancellation);
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, _forge.Time, cancellation);
        }

        Record(push);
        if (_forge.Store.Repositories.Find(push.RepositoryId) is { } current && _forge.Store.Accounts.Find(push.PusherId) is { } pusher)
        {
            foreach (var (name, branch, body) in RefEvents.Of(_forge, current, pusher, push))
            {
                await SendAsync(HooksFor(current.Id, name, branch), name, body, cancellation);
            }
        }

        if (number is { } stored)
        {
            _files?.Remove(stored);
        }
    });

    private void Record(PendingPush push)
    {
        Fill(push.RepositoryId, [.. push.Changes.Where(change => change is { IsBranch: true, IsCreation: true }).Select(change => change.ShortName)]);
        _forge.Store.Change(push.RepositoryId, repository => repository with { Updated = _forge.Now, BranchCount = push.BranchCount });
    }

    private Webhook[] HooksFor(long repositoryId, string eventName, string? branch) =>
    [
        .. _forge.Store.WebhooksByRepository.All(repositoryId).Concat(_forge.Store.WebhooksByRepository.All(Webhook.AllRepositories))
            .Where(hook => hook.IsActive && hook.Events.Contains(eventName) && (branch is null || BranchFilter.Matches(hook.BranchFilter, branch))),
    ];

    private Task SendAsync(IReadOnlyCollection<Webhook> hooks, string eventName, Lazy<byte[]> body, CancellationToken cancellation) =>
        Task.WhenAll(hooks.Select(hook => _forge.Webhooks.SendAsync(hook, eventName, body.Value, cancellation)));
}
