namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// One bare repository, its objects and refs read and written without starting git. A repository that nobody has
/// written to or cloned needs no directory: it has nothing, or the one branch that it was seeded with.
/// </summary>
internal sealed class BareRepository(string path, GitProgram git, SeedStore seeds, CatFile catFile, KeyValuePair<string, string>? seededRef)
{
    public string Path { get; } = path;

    public ObjectStore Objects { get; } = new(path, seeds, catFile);

    public RefStore Refs { get; } = new(path, git, seededRef);

    /// <summary>Writes the few files that make a directory a bare repository. Format: gitrepository-layout(5).</summary>
    /// <param name="borrows">Whether the repository finds seeded objects in the seed store.</param>
    public static void Create(string path, string defaultBranch, bool borrows)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(path, "objects"));
        Directory.CreateDirectory(System.IO.Path.Combine(path, "refs", "heads"));
        File.WriteAllText(System.IO.Path.Combine(path, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
        if (borrows)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, "objects", "info"));
            File.WriteAllText(System.IO.Path.Combine(path, "objects", "info", "alternates"), SeedStore.RelativeFromObjects + "\n");
        }

        SetHead(path, defaultBranch);
    }

    public static void SetHead(string path, string defaultBranch) =>
        File.WriteAllText(System.IO.Path.Combine(path, "HEAD"), $"ref: refs/heads/{defaultBranch}\n");

    public Commit Commit(string id) => Git.Commit.Parse(id, Objects.Read(id, GitObjectKind.Commit));

    /// <summary>Finds a commit by branch, tag, full ref name, or (abbreviated) id, in that order; null when nothing fits.</summary>
    public Commit? TryResolveCommit(string revision)
    {
        var id = Refs.TryResolve("refs/heads/" + revision)
            ?? Refs.TryResolve("refs/tags/" + revision)
            ?? Refs.TryResolve(revision)
            ?? (ObjectStore.IsId(revision) ? revision : Objects.TryExpand(revision));
        return id is null ? null : TryPeel(id);
    }

    /// <summary>The commit that an id names, an annotated tag followed to its target; null when it leads to none.</summary>
    public Commit? TryPeel(string id)
    {
        for (var found = Objects.TryRead(id); found is not null; found = Objects.TryRead(id))
        {
            switch (found.Kind)
            {
                case GitObjectKind.Commit: return Git.Commit.Parse(id, found.Content);
                case GitObjectKind.Tag: id = AnnotatedTag.Parse(found.Content).Target; break;
                default: return null;
            }
        }

        return null;
    }

    public List<TreeEntry> Tree(string treeId) => TreeEntry.ParseAll(Objects.Read(treeId, GitObjectKind.Tree));

    /// <summary>The entry at a path below a tree, or null.</summary>
    public TreeEntry? TryEntry(string treeId, string path)
    {
        TreeEntry? found = null;
        foreach (var name in path.Split('/'))
        {
            if (found is { IsDirectory: false })
            {
                return null;
            }

            var entries = Tree(found?.Id ?? treeId);
            var at = entries.FindIndex(entry => entry.Name == name);
            if (at < 0)
            {
                return null;
            }

            found = entries[at];
        }

        return found;
    }

    /// <summary>A tree with the given files changed; directories appear and vanish with their files.</summary>
    /// <param name="treeId">Where to start; null for no files.</param>
    /// <returns>The new tree's id; the empty tree's when nothing is left.</returns>
    public string WriteTree(string? treeId, IReadOnlyCollection<FileChange> changes)
    {
        var entries = (treeId is null ? [] : Tree(treeId)).ToDictionary(entry => entry.Name);
        foreach (var group in changes.GroupBy(change => change.Path.Split('/', 2)[0]))
        {
            var existing = entries.TryGetValue(group.Key, out var entry) ? entry : (TreeEntry?)null;
            foreach (var change in group.Where(change => change.Path == group.Key))
            {
                if (change.Content is null)
                {
                    entries.Remove(group.Key);
                }
                else
                {
                    var mode = existing is { IsDirectory: false, IsSubmodule: false, IsSymlink: false } file ? file.Mode : TreeEntry.FileMode;
                    entries[group.Key] = new TreeEntry(mode, group.Key, Objects.Write(GitObjectKind.Blob, change.Content));
                }
            }

            var inner = group.Where(change => change.Path != group.Key)
                .Select(change => change with { Path = change.Path[(group.Key.Length + 1)..] }).ToArray();
            if (inner.Length == 0)
            {
                continue;
            }

            var subtree = WriteTree(existing is { IsDirectory: true } directory ? directory.Id : null, inner);
            if (subtree == EmptyTree)
            {
                entries.Remove(group.Key);
            }
            else
            {
                entries[group.Key] = new TreeEntry(TreeEntry.DirectoryMode, group.Key, subtree);
            }
        }

        return Objects.Write(GitObjectKind.Tree, TreeEntry.Format(entries.Values));
    }

    public Commit WriteCommit(string treeId, IReadOnlyList<string> parents, Signature author, Signature committer, string message)
    {
        var content = Git.Commit.Format(treeId, parents, author, committer, message);
        return Git.Commit.Parse(Objects.Write(GitObjectKind.Commit, content), content);
    }

    /// <summary>
    /// The paths of files that differ between two trees, null standing for no files; in path order, and no more than
    /// <see cref="MostDifferences"/>, because a small push can list as billions.
    /// </summary>
    public IEnumerable<PathDifference> Compare(string? before, string? after) => Differences(before, after, "").Take(MostDifferences);

    private IEnumerable<PathDifference> Differences(string? before, string? after, string prefix)
    {
        if (before == after)
        {
            yield break;
        }

        CheckDepth(prefix);
        var left = before is null ? [] : Tree(before).ToDictionary(entry => entry.Name);
        var right = after is null ? [] : Tree(after).ToDictionary(entry => entry.Name);
        foreach (var name in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
        {
            var old = left.TryGetValue(name, out var entry) ? entry : (TreeEntry?)null;
            var now = right.TryGetValue(name, out entry) ? entry : (TreeEntry?)null;
            if (old == now)
            {
                continue;
            }

            var oldFile = old is { IsDirectory: false } ? old.Value.Id : null;
            var newFile = now is { IsDirectory: false } ? now.Value.Id : null;
            if (oldFile is not null || newFile is not null)
            {
                yield return new PathDifference(prefix + name, oldFile, newFile);
            }

            var inner = Differences(old is { IsDirectory: true } ? old.Value.Id : null, now is { IsDirectory: true } ? now.Value.Id : null, $"{prefix}{name}/");
            foreach (var difference in inner)
            {
                yield return difference;
            }
        }
    }

    /// <summary>Keeps a walk down a tree, which anybody may push, from exhausting the stack.</summary>
    /// <exception cref="GitException">The path has more directories than any real one.</exception>
    public static void CheckDepth(string prefix)
    {
        if (prefix.AsSpan().Count('/') > DeepestTree)
        {
            throw new GitException($"Walking down a tree: it is deeper than {DeepestTree} directories. Make it flatter.");
        }
    }

    /// <summary>How many changed files are told of a commit.</summary>
    public const int MostDifferences = 10_000;

    /// <summary>How many directories a path may have.</summary>
    public const int DeepestTree = 256;

    private const string EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
}
