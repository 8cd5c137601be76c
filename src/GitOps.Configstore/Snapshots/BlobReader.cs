using System.Collections.Concurrent;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Transport;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Gives the content of blobs of a commit: from the disk, and what is missing there from Gitea. A few missing blobs cost a call each;
/// many cost one git fetch together.
/// </summary>
public sealed class BlobReader(GiteaClient gitea, GitTransport transport, BlobCache cache, ConfigstoreSettings settings, ILogger<BlobReader> logger)
{
    /// <exception cref="GiteaException">The blob could not be read.</exception>
    public async Task<byte[]> ReadAsync(RepositoryAtCommit source, string sha, CancellationToken cancellation) =>
        await cache.ReadAsync(sha, cancellation) ?? await FetchAsync(source, sha, cancellation);

    /// <summary>The content of several blobs, by their names; all of them or an exception.</summary>
    /// <exception cref="GiteaException">A blob could not be read.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(RepositoryAtCommit source, IReadOnlyCollection<string> shas, CancellationToken cancellation)
    {
        var contents = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        await ForEachAsync(shas, async (sha, token) =>
        {
            if (await cache.ReadAsync(sha, token) is { } known) contents[sha] = known;
        }, cancellation);

        var missing = shas.Where(sha => !contents.ContainsKey(sha)).ToList();
        if (missing.Count >= settings.GitTransportThreshold) await FetchTogetherAsync(source, missing, contents, cancellation);
        await ForEachAsync(
            missing.Where(sha => !contents.ContainsKey(sha)),
            async (sha, token) => contents[sha] = await FetchAsync(source, sha, token),
            cancellation);
        return contents;
    }

    private async Task<byte[]> FetchAsync(RepositoryAtCommit source, string sha, CancellationToken cancellation)
    {
        var content = await gitea.Objects.GetBlobAsync(source.Name, sha, cancellation);
        await cache.WriteAsync(sha, content, cancellation);
        return content;
    }

    private async Task FetchTogetherAsync(
        RepositoryAtCommit source, List<string> shas, ConcurrentDictionary<string, byte[]> contents, CancellationToken cancellation)
    {
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
        new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
        (sha, token) => new ValueTask(act(sha, token)));
}
