namespace GitOps.Sandbox.Forge.Git;

/// <summary>Writes files as the blobs and trees of a pack.</summary>
internal static class SeedTree
{
    public static string Write(PackWriter pack, IEnumerable<ForgeFile> files, int depth = 0)
    {
        var entries = new List<TreeEntry>();
        foreach (var group in files.GroupBy(file => file.Path.Split('/')[depth]))
        {
            var first = group.First();
            entries.Add(first.Path.Split('/').Length == depth + 1
                ? new TreeEntry(TreeEntry.FileMode, group.Key, pack.Add(GitObjectKind.Blob, first.Content ?? []))
                : new TreeEntry(TreeEntry.DirectoryMode, group.Key, Write(pack, group, depth + 1)));
        }

        return pack.Add(GitObjectKind.Tree, TreeEntry.Format(entries));
    }
}
