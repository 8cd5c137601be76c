using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Objects;

/// <summary>Takes the entries of one tree, and stops at the first that is too much.</summary>
internal sealed class TreeReading(string what, TreeLimits limits)
{
    private readonly List<GitTreeEntry> _entries = [];
    private long _pathsLength;

    public IReadOnlyList<GitTreeEntry> Entries => _entries;

    /// <exception cref="GiteaTooLargeException">Now it is too much.</exception>
    public void Add(GitTreeEntry entry)
    {
        if (entry.Path.Length > limits.MaxPathLength)
        {
            throw TooLarge($"has a path of {entry.Path.Length} characters, {Start(entry.Path)}; {limits.MaxPathLength} are read");
        }

        if (entry.Path.AsSpan().Count('/') >= limits.MaxDepth)
        {
            throw TooDeep(entry.Path);
        }

        _entries.Add(entry);
        CheckCount(_entries.Count);
        _pathsLength += entry.Path.Length;
        if (_pathsLength > limits.MaxPathsLength)
        {
            throw TooLarge($"has paths of more than {limits.MaxPathsLength} characters together; so many are read");
        }
    }

    /// <exception cref="GiteaTooLargeException">So many are too many.</exception>
    public void CheckCount(long entries)
    {
        if (entries > limits.MaxEntries)
        {
            throw TooLarge($"has {(entries >= int.MaxValue ? "billions of" : entries)} files and folders; {limits.MaxEntries} are read");
        }
    }

    public GiteaTooLargeException TooDeep(string path) =>
        TooLarge($"has folders within more than {limits.MaxDepth} others, {Start(path)}; {limits.MaxDepth} are read");

    public bool IsTooDeep(int depth) => depth > limits.MaxDepth;

    private GiteaTooLargeException TooLarge(string excess) => new(what, excess);

    private static string Start(string path) => $"'{(path.Length <= 60 ? path : path[..60] + "…")}'";
}
