namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// Counts and cuts pages out of what lies in and below a tree, in git's order. Folders that are shared are read once and skipped as a
/// whole, so a page costs what was pushed, not what it lists as: a kilobyte can list as billions of paths.
/// </summary>
internal sealed class TreeListing(BareRepository bare, bool recursive)
{
    private readonly Dictionary<string, List<TreeEntry>> _trees = [];
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>Entries in and, where asked for, below a tree; as many as a number can hold when there are more.</summary>
    /// <exception cref="GitException">It is too deep.</exception>
    public long Count(string treeId, string prefix = "")
    {
        if (_counts.TryGetValue(treeId, out var known))
        {
            return known;
        }

        BareRepository.CheckDepth(prefix);
        var entries = Read(treeId);
        var count = (long)entries.Count;
        foreach (var entry in entries.Where(entry => recursive && entry.IsDirectory))
        {
            var below = Count(entry.Id, $"{prefix}{entry.Name}/");
            count = below > long.MaxValue - count ? long.MaxValue : count + below;
        }

        return _counts[treeId] = count;
    }

    public List<(string Path, TreeEntry Entry)> Page(string treeId, long skip, int take)
    {
        var rows = new List<(string, TreeEntry)>();
        Collect(treeId, "", ref skip, take, rows);
        return rows;
    }

    private void Collect(string treeId, string prefix, ref long skip, int take, List<(string, TreeEntry)> rows)
    {
        foreach (var entry in Read(treeId))
        {
            if (rows.Count == take)
            {
                return;
            }

            if (skip > 0)
            {
                skip--;
            }
            else
            {
                rows.Add((prefix + entry.Name, entry));
            }

            if (!recursive || !entry.IsDirectory)
            {
                continue;
            }

            var below = $"{prefix}{entry.Name}/";
            BareRepository.CheckDepth(below);
            var count = Count(entry.Id, below);
            if (skip >= count)
            {
                skip -= count;
            }
            else
            {
                Collect(entry.Id, below, ref skip, take, rows);
            }
        }
    }

    private List<TreeEntry> Read(string treeId) => _trees.TryGetValue(treeId, out var known) ? known : _trees[treeId] = bare.Tree(treeId);
}
