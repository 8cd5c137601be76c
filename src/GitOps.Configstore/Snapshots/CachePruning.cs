using GitOps.Gitea.Transport;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Keeps the caches on disk below CACHE_BYTES: what was not used for longest goes, until a tenth is free. It works in the background
/// and only when more was written than fits; what it removes is read from Gitea again when somebody asks. What is being read stays
/// readable: a file that is open keeps its content, and a mirror in use is passed over.
/// </summary>
/// <remarks>
/// Files are looked through twice, first for how much was used last in which minute, then to remove: a list of all of them, which may
/// be millions, is never held.
/// </remarks>
internal sealed class CachePruning(
    CacheSpace space, GitTransport transport, ConfigstoreSettings settings, TimeProvider time, ILogger<CachePruning> logger) : BackgroundService
{
    /// <summary>Rest between two prunings, so that caches that are used faster than they can hold do not keep the disk busy.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly string[] _folders = [Path.Combine(settings.DataDirectory, "blobs"), Path.Combine(settings.DataDirectory, "manifests")];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's way: nothing waits for it.
        await Task.Yield();
        while (true)
        {
            try
            {
                Prune(stoppingToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                logger.LogError("The caches below {Folder} could not be made smaller, and are looked at again when more is written: {Reason}", settings.DataDirectory, failure.Message);
            }
            await space.UntilPassedAsync(stoppingToken);
            await Task.Delay(Rest, time, stoppingToken);
        }
    }

    private void Prune(CancellationToken cancellation)
    {
        var mirrors = transport.ListMirrors();
        var bytesByMinute = new SortedDictionary<long, long>();
        foreach (var mirror in mirrors) Add(mirror.LastUsed, mirror.Bytes);
        foreach (var file in Files())
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Exists) Add(file.LastWriteTimeUtc, file.Length);
        }

        var total = bytesByMinute.Values.Sum();
        space.Measured(total);
        if (total <= settings.CacheBytes) return;

        var excess = total - (settings.CacheBytes / 10 * 9);
        var (last, freed) = (0L, 0L);
        foreach (var (minute, bytes) in bytesByMinute)
        {
            (last, freed) = (minute, freed + bytes);
            if (freed >= excess) break;
        }
        freed = Remove(mirrors, last, excess, cancellation);
        space.Measured(total - freed);
        logger.LogInformation("The caches below {Folder} held {Total} bytes, more than CACHE_BYTES allows; the least recently used {Freed} were removed", settings.DataDirectory, total, freed);

        void Add(DateTime used, long bytes) => bytesByMinute[MinuteOf(used)] = bytesByMinute.GetValueOrDefault(MinuteOf(used)) + bytes;
    }

    /// <summary>Removes what was used last before a minute, and of that minute as much as is needed.</summary>
    private long Remove(IReadOnlyList<MirrorUse> mirrors, long lastMinute, long excess, CancellationToken cancellation)
    {
        var freed = 0L;
        foreach (var mirror in mirrors.Where(mirror => MinuteOf(mirror.LastUsed) < lastMinute))
        {
            if (transport.TryRemove(mirror.Repository)) freed += mirror.Bytes;
        }
        var ofLastMinute = new List<FileInfo>();
        foreach (var file in Files())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!file.Exists) continue;
            var minute = MinuteOf(file.LastWriteTimeUtc);
            if (minute < lastMinute) freed += Delete(file);
            else if (minute == lastMinute) ofLastMinute.Add(file);
        }
        foreach (var file in ofLastMinute.OrderBy(file => file.LastWriteTimeUtc))
        {
            if (freed >= excess) return freed;
            freed += Delete(file);
        }
        foreach (var mirror in mirrors.Where(mirror => MinuteOf(mirror.LastUsed) == lastMinute))
        {
            if (freed >= excess) return freed;
            if (transport.TryRemove(mirror.Repository)) freed += mirror.Bytes;
        }
        return freed;
    }

    private static long Delete(FileInfo file)
    {
        var bytes = file.Length;
        file.Delete();
        return bytes;
    }

    private IEnumerable<FileInfo> Files() => _folders.Where(Directory.Exists).SelectMany(folder =>
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }));

    private static long MinuteOf(DateTime used) => used.Ticks / TimeSpan.TicksPerMinute;
}
