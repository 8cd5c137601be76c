using GitOps.Gitea.Objects;
using GitOps.Hosting.Files;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Blobs on disk by their git name. An entry is checked against its name when it is read, so a damaged one is never served but
/// fetched again; it is written beside and renamed, so it is whole or not there. A disk that fails costs calls to Gitea, nothing else.
/// What is not used for long makes room (<see cref="CachePruning"/>).
/// </summary>
public sealed class BlobCache(ConfigstoreSettings settings, CacheSpace space, SnapshotMetrics metrics, TimeProvider time, ILogger<BlobCache> logger)
{
    private readonly string _folder = Path.Combine(settings.DataDirectory, "blobs");

    /// <returns>Null when the blob is not here, or not as it should be.</returns>
    public async Task<byte[]?> ReadAsync(string sha, CancellationToken cancellation)
    {
        var path = PathOf(sha);
        try
        {
            var content = await File.ReadAllBytesAsync(path, cancellation);
            if (ObjectId.IsBlob(content, sha))
            {
                metrics.Blob("hit");
                CacheFile.Used(path, time.GetUtcNow().UtcDateTime);
                return content;
            }
            metrics.Blob("damaged");
            logger.LogWarning("Cached blob {Sha} is damaged and is fetched again", sha);
            return null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            metrics.Blob("miss");
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            metrics.Blob("unreadable");
            logger.LogWarning("Cached blob {Sha} cannot be read and is fetched again: {Reason}", sha, failure.Message);
            return null;
        }
    }

    public async Task WriteAsync(string sha, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(sha);
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            await AtomicFile.WriteAsync(path, content, cancellation);
            space.Wrote(content.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("Blob {Sha} cannot be cached: {Reason}", sha, failure.Message);
        }
    }

    private string PathOf(string sha) => ObjectId.IsValid(sha)
        ? Path.Combine(_folder, sha[..2], sha[2..])
        : throw new ArgumentException($"'{sha}' is no object id.", nameof(sha));
}
