using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GitOps.Configstore.Storage;
using GitOps.Hosting.Files;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Manifests on disk by repository id and commit, each with a checksum of its own: damaged ones are made again. Of one repository the
/// last ones are kept, whoever pushes how often; of all, what is not used for long makes room (<see cref="CachePruning"/>).
/// </summary>
public sealed class ManifestCache(ConfigstoreSettings settings, CacheSpace space, TimeProvider time, ILogger<ManifestCache> logger)
{
    /// <summary>Manifests of one repository, beside two of each environment: its head, and the one that still runs.</summary>
    private const int Spare = 24;

    private readonly string _folder = Path.Combine(settings.DataDirectory, "manifests");

    /// <returns>Null when the manifest is not here, or not as it was written.</returns>
    public async Task<CommitManifest?> ReadAsync(long repository, string commit, CancellationToken cancellation)
    {
        try
        {
            var path = PathOf(repository, commit);
            var file = await File.ReadAllBytesAsync(path, cancellation);
            if (file.Length > SHA256.HashSizeInBytes)
            {
                var json = file.AsSpan(SHA256.HashSizeInBytes);
                if (SHA256.HashData(json).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes)))
                {
                    CacheFile.Used(path, time.GetUtcNow().UtcDateTime);
                    return JsonSerializer.Deserialize(json, StorageJson.Default.CommitManifest);
                }
            }
            logger.LogWarning("Cached manifest of commit {Commit} is damaged and is made again", commit);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            if (failure is not (FileNotFoundException or DirectoryNotFoundException))
                logger.LogWarning("Cached manifest of commit {Commit} cannot be read and is made again: {Reason}", commit, failure.Message);
            return null;
        }
    }

    public async Task WriteAsync(long repository, string commit, CommitManifest manifest, CancellationToken cancellation)
    {
        var path = PathOf(repository, commit);
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            var json = JsonSerializer.SerializeToUtf8Bytes(manifest, StorageJson.Default.CommitManifest);
            await AtomicFile.WriteAsync(path, (byte[])[.. SHA256.HashData(json), .. json], cancellation);
            space.Wrote(json.Length);
            ForgetOldest(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("Manifest of commit {Commit} cannot be cached: {Reason}", commit, failure.Message);
        }
    }

    /// <summary>Removes half of what is too much, so that this is no work with every push.</summary>
    private void ForgetOldest(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        var most = (2 * (settings.MaxEnvironments + 1)) + Spare;
        if (files.Length <= most) return;
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc).Take(files.Length - most + (Spare / 2))) file.Delete();
    }

    private string PathOf(long repository, string commit) =>
        Path.Combine(_folder, repository.ToString(CultureInfo.InvariantCulture), commit);
}
