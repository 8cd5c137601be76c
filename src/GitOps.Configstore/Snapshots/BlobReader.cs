using System.Collections.Concurrent;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Transport;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Gives the content of blobs of a commit: from the disk, and what is missing there from Gitea. A few missing blobs cost a call each;
/// many cost one git fetch together.
/// </summary>
public sealed class BlobReader(
    GiteaClient gitea, GitTransport transport, BlobCache cache, CacheSpace space, ReadingTurns turns, ConfigstoreSettings settings, ILogger<BlobReader> logger)
{
    /// <summary>Bytes of all files of a commit up to which git fetches it: it brings all of them, also those that nobody reads.</summary>
    private const long MaxFetchBytes = 64 * 1024 * 1024;

    /// <exception cref="GiteaException">The blob could not be read.</exception>
    public async Task<byte[]> ReadAsync(RepositoryAtCommit source, string sha, CancellationToken cancellation) =>
        await cache.ReadAsync(sha, cancellation) ?? await FetchAsync(source, sha, cancellation);

    /// <summary>The content of several blobs, by their names; all of them or an exception.</summary>
    /// <exception cref="GiteaException">A blob could not be read.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(
        RepositoryAtCommit source, CommitManifest manifest, IReadOnlyCollection<string> shas, CancellationToken cancellation)
    {
        var contents = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        await ForEachAsync(shas, async (sha, token) =>
        {
            if (await cache.ReadAsync(sha, token) is { } known) contents[sha] = known;
        }, cancellation);

        var missing = shas.Where(sha => !contents.ContainsKey(sha)).ToList();
        if (missing.Count == 0) return contents;
        return await turns.TakeAsync(
            source,
            async token =>
            {
                if (missing.Count >= settings.GitTransportThreshold && manifest.Files.Sum(file => file.Size) is var size and <= MaxFetchBytes)
                    await FetchTogetherAsync(source, missing, size, contents, token);
                await ForEachAsync(
                    missing.Where(sha => !contents.ContainsKey(sha)),
                    async (sha, each) => contents[sha] = await FetchAsync(source, sha, each),
                    token);
                return contents;
            },
            cancellation);
    }

    private async Task<byte[]> FetchAsync(RepositoryAtCommit source, string sha, CancellationToken cancellation)
    {
        var content = await gitea.Objects.GetBlobAsync(source.Name, sha, cancellation);
        await cache.WriteAsync(sha, content, cancellation);
        return content;
    }

    private async Task FetchTogetherAsync(
        RepositoryAtCommit source, List<string> shas, long size, ConcurrentDictionary<string, byte[]> contents, CancellationToken cancellation)
    {
        space.Wrote(size);
        try
        {
            await transport.ReadBlobsAsync(
                source.Name,
                source.Commit,
                shas,
                async (blob, token) =>
                {
                    contents[blob.Sha] = blob.Content.ToArray();
                    await cache.WriteAsync(blob.Sha, blob.Content, token);
                },
                cancellation);
        }
        catch (GitTransportException failure)
        {
            // git is only the quicker way: what it did not give is asked for blob by blob.
            logger.LogWarning("{Repository} is read blob by blob, because git failed: {Reason}", source.Name, failure.Message);
        }
    }

    private Task ForEachAsync(IEnumerable<string> shas, Func<string, CancellationToken, Task> act, CancellationToken cancellation) => Parallel.ForEachAsync(
        shas,
        new ParallelOptions { MaxDegreeOfParallelism = turns.CallsAtOnce, CancellationToken = cancellation },
        (sha, token) => new ValueTask(act(sha, token)));
}
