using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Objects;

/// <summary>
/// Reads a tree folder by folder, each folder that several places share once. That takes more calls than one listing of everything,
/// but none that costs Gitea more than one folder: for trees that Gitea itself cannot list, because they are endless.
/// </summary>
/// <param name="readFolder">Gives all entries of one folder, by their names.</param>
internal sealed class TreeWalk(TreeReading reading, Func<string, CancellationToken, Task<IReadOnlyList<GitTreeEntry>>> readFolder)
{
    /// <summary>Folders that are read at most: a tree that takes more calls is left to another time, and to Gitea.</summary>
    private const int MaxFolders = 500;

    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private long _read;

    /// <summary>Gives the reading all entries, in the order of their paths.</summary>
    /// <returns>False when it would take too many calls.</returns>
    /// <exception cref="GiteaTooLargeException">It is too much. That is known from the folders alone: nothing is written out before.</exception>
    public async Task<bool> ReadAsync(string sha, CancellationToken cancellation)
    {
        if (await CountAsync(sha, "", depth: 1, cancellation) is null)
        {
            return false;
        }

        WriteOut(sha, "");
        return true;
    }

    /// <returns>Entries below; null when it would take too many calls.</returns>
    private async Task<long?> CountAsync(string sha, string path, int depth, CancellationToken cancellation)
    {
        if (_folders.TryGetValue(sha, out var known))
        {
            return known.Count;
        }

        if (reading.IsTooDeep(depth))
        {
            throw reading.TooDeep(path);
        }

        if (_folders.Count >= MaxFolders)
        {
            return null;
        }

        var entries = await readFolder(sha, cancellation);
        _read += entries.Count;
        reading.CheckCount(_read);
        var count = (long)entries.Count;
        _folders[sha] = new Folder(entries, count);
        foreach (var entry in entries.Where(entry => entry.Type == "tree"))
        {
            if (await CountAsync(entry.Sha, $"{path}{entry.Path}/", depth + 1, cancellation) is not { } below)
            {
                return null;
            }

            count += below;
            reading.CheckCount(count);
        }

        _folders[sha] = new Folder(entries, count);
        return count;
    }

    private void WriteOut(string sha, string prefix)
    {
        foreach (var entry in _folders[sha].Entries)
        {
            var path = prefix + entry.Path;
            reading.Add(entry with { Path = path });
            if (entry.Type == "tree")
            {
                WriteOut(entry.Sha, path + "/");
            }
        }
    }

    private readonly record struct Folder(IReadOnlyList<GitTreeEntry> Entries, long Count);
}
