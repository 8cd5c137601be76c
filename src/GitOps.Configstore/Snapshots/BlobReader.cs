using System.Collections.Concurrent;
using GitOps.Gitea;

namespace GitOps.Configstore.Snapshots;

/// <summary>Gives the content of blobs of a commit: from the disk, and what is missing there from Gitea.</summary>
public sealed class BlobReader(GiteaClient gitea, BlobCache cache, ConfigstoreSettings settings)
{
    /// <exception cref="GitOps.Gitea.Errors.GiteaException">The blob could not be read.</exception>
    public async Task<byte[]> ReadAsync(RepositoryAtCommit source, string sha, CancellationToken cancellation)
    {
        if (await cache.ReadAsync(sha, cancellation) is { } known) return known;
        var content = await gitea.Objects.GetBlobAsync(source.Name, sha, cancellation);
        await cache.WriteAsync(sha, content, cancellation);
        return content;
    }

    /// <summary>The content of several blobs, by their names; all of them or an exception.</summary>
    /// <exception cref="GitOps.Gitea.Errors.GiteaException">A blob could not be read.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(RepositoryAtCommit source, IReadOnlyCollection<string> shas, CancellationToken cancellation)
    {
        var contents = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            shas,
            new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
            async (sha, token) => contents[sha] = await ReadAsync(source, sha, token));
        return contents;
    }
}
