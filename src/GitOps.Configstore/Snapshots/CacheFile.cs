namespace GitOps.Configstore.Snapshots;

/// <summary>Notes at a cached file that it was used, by its time of last write: the time of last access is not kept on every disk.</summary>
internal static class CacheFile
{
    /// <summary>How old the note may be: what is used all the time is noted once in this time.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromHours(1);

    public static void Used(string path, DateTime now)
    {
        try
        {
            if (now - File.GetLastWriteTimeUtc(path) > Grain) File.SetLastWriteTimeUtc(path, now);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It was removed meanwhile, or the disk takes nothing: it then counts as not used, which costs a call to Gitea at most.
        }
    }
}
