using System.Collections.Concurrent;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Objects;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Reads a commit once and serves it from then on: from memory, from disk, and only then from Gitea. Readers of one commit share one
/// reading. A snapshot is complete or an exception; it belongs to the repository it was asked of, because the tree is read through
/// that repository and kept under its id. A commit that has more than is read is a snapshot with a problem and without documents;
/// that is remembered, and Gitea not asked for it again.
/// </summary>
public sealed class SnapshotStore(
    GiteaClient gitea,
    BlobReader blobs,
    ManifestCache manifests,
    ReadingTurns turns,
    SnapshotMetrics metrics,
    ConfigstoreSettings settings,
    IHostApplicationLifetime lifetime,
    ILogger<SnapshotStore> logger)
{
    private readonly TreeLimits _limits = new()
    {
        MaxEntries = settings.MaxRepositoryEntries,
        MaxDepth = 64,
        MaxPathLength = 1024,
        MaxPathsLength = settings.MaxRepositoryEntries * 256L,
    };

    private readonly SnapshotMemory _memory = new(settings.SnapshotMemoryBytes);
    private readonly ConcurrentDictionary<(long, string), Lazy<Task<RepositorySnapshot>>> _reading = new();
    private readonly ConcurrentDictionary<(long, string), Lazy<Task<CommitManifest>>> _listing = new();

    /// <exception cref="GiteaException">The commit could not be read.</exception>
    /// <exception cref="CommitNotFoundException">The repository has no such commit.</exception>
    public async Task<RepositorySnapshot> GetAsync(RepositoryAtCommit source, CancellationToken cancellation)
    {
        if (source.Commit == Revision.NoCommit) return Empty(source);
        if (_memory.Find(source.Id, source.Commit) is { } known)
        {
            metrics.Snapshot("memory");
            return known;
        }
        // One reader's leaving must not end the reading of the others.
        return await ShareAsync(_reading, source, () => ReadAsync(source, lifetime.ApplicationStopping), cancellation);
    }

    /// <summary>All files of a commit.</summary>
    /// <exception cref="GiteaTooLargeException">It has more than are read.</exception>
    /// <exception cref="GiteaException">The commit could not be read.</exception>
    /// <exception cref="CommitNotFoundException">The repository has no such commit.</exception>
    public async Task<CommitManifest> GetManifestAsync(RepositoryAtCommit source, CancellationToken cancellation)
    {
        var manifest = await FindManifestAsync(source, cancellation);
        return manifest.Refusal is null ? manifest : throw new GiteaTooLargeException($"commit {source.Commit} of {source.Name}", manifest.Refusal.Excess);
    }

    /// <summary>A file's bytes.</summary>
    /// <exception cref="GiteaException">The file could not be read.</exception>
    public Task<byte[]> GetFileAsync(RepositoryAtCommit source, CommitFile file, CancellationToken cancellation) =>
        blobs.ReadAsync(source, file.Sha, cancellation);

    /// <summary>Reads a commit ahead of those who will ask for it. Never fails: they will find out by themselves.</summary>
    public async Task WarmAsync(RepositoryAtCommit source, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await GetAsync(source, CancellationToken.None).WaitAsync(atMost, cancellation);
        }
        catch (Exception failure) when (failure is GiteaException or CommitNotFoundException or TimeoutException
            // Readings end with the process, which tells its services a moment later: no failure of theirs.
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            logger.LogDebug("{Commit} of {Repository} was not read ahead: {Reason}", source.Commit, source.Name, failure.Message);
        }
    }

    /// <summary>All files of a commit, or that they are too many.</summary>
    private async Task<CommitManifest> FindManifestAsync(RepositoryAtCommit source, CancellationToken cancellation) =>
        source.Commit == Revision.NoCommit
            ? new CommitManifest([])
            : await ShareAsync(_listing, source, () => ReadManifestAsync(source, lifetime.ApplicationStopping), cancellation);

    private static RepositorySnapshot Empty(RepositoryAtCommit source) => new()
    {
        FullName = source.Name.ToString(),
        Branch = source.Branch,
        Commit = Revision.NoCommit,
        Documents = new Dictionary<string, string>(),
    };

    private static async Task<T> ShareAsync<T>(
        ConcurrentDictionary<(long, string), Lazy<Task<T>>> running, RepositoryAtCommit source, Func<Task<T>> start, CancellationToken cancellation)
    {
        var key = (source.Id, source.Commit);
        var shared = running.GetOrAdd(key, _ => new Lazy<Task<T>>(start));
        try
        {
            return await shared.Value.WaitAsync(cancellation);
        }
        finally
        {
            if (shared.Value.IsCompleted) running.TryRemove(KeyValuePair.Create(key, shared));
        }
    }

    private async Task<RepositorySnapshot> ReadAsync(RepositoryAtCommit source, CancellationToken cancellation)
    {
        // Off the caller's stack: the first of several readers must not do the work under the dictionary's lock.
        await Task.Yield();
        var manifest = await FindManifestAsync(source, cancellation);
        var reading = new DocumentReading(source.Role, manifest);
        var contents = await blobs.ReadAsync(source, manifest, [.. reading.Selected.Concat(reading.Code).Select(file => file.Sha).Distinct()], cancellation);
        var snapshot = new RepositorySnapshot
        {
            FullName = source.Name.ToString(),
            Branch = source.Branch,
            Commit = source.Commit,
            Documents = reading.Decode(contents),
            Code = reading.DecodeCode(contents),
            CodeProblems = reading.CodeProblems,
            Problems = reading.Problems,
        };
        _memory.Add(source.Id, snapshot);
        return snapshot;
    }

    private async Task<CommitManifest> ReadManifestAsync(RepositoryAtCommit source, CancellationToken cancellation)
    {
        await Task.Yield();
        if (await manifests.ReadAsync(source.Id, source.Commit, cancellation) is { } known
            && (known.Refusal is null || known.Refusal.MaxEntries == settings.MaxRepositoryEntries))
        {
            metrics.Snapshot("disk");
            return known;
        }
        metrics.Snapshot("gitea");
        var manifest = await turns.TakeAsync(source, token => ListAsync(source, token), cancellation);
        await manifests.WriteAsync(source.Id, source.Commit, manifest, cancellation);
        return manifest;
    }

    private async Task<CommitManifest> ListAsync(RepositoryAtCommit source, CancellationToken cancellation)
    {
        try
        {
            var tree = await gitea.Objects.GetTreeAsync(source.Name, source.Commit, cancellation, _limits);
            return new CommitManifest(
                [.. tree.Entries.Where(entry => entry.Type != "tree").Select(entry => new CommitFile(entry.Path, entry.Sha, entry.Size, KindOf(entry)))]);
        }
        catch (GiteaTooLargeException refused)
        {
            logger.LogWarning("Commit {Commit} of {Repository} is not read: it {Excess}", source.Commit, source.Name, refused.Excess);
            return new CommitManifest([], new ManifestRefusal(refused.Excess, settings.MaxRepositoryEntries));
        }
        catch (GiteaException missing) when (missing is GiteaNotFoundException or GiteaValidationException)
        {
            throw new CommitNotFoundException($"Repository {source.Name} has no commit {source.Commit}.", missing);
        }
    }

    private static CommitFileKind KindOf(GitTreeEntry entry) =>
        entry.IsRegularFile ? CommitFileKind.Regular
        : entry.IsSymbolicLink ? CommitFileKind.SymbolicLink
        : CommitFileKind.Submodule;
}
