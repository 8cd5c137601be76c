namespace GitOps.Sandbox.Forge.Git;

/// <summary>Walks through the commits of one repository, newest first.</summary>
internal static class History
{
    /// <summary>The commits that can be reached from <paramref name="tip"/> but not from <paramref name="hidden"/>.</summary>
    public static IEnumerable<Commit> Walk(BareRepository repository, string tip, string? hidden = null)
    {
        var queue = new PriorityQueue<Commit, (long, int)>();
        var seen = new HashSet<string>();
        var concealed = new HashSet<string>();
        var open = 0;

        void Add(string id, bool conceal)
        {
            var fresh = seen.Add(id);
            var hide = conceal && concealed.Add(id);
            if (fresh)
            {
                var commit = repository.Commit(id);
                // Equal seconds keep the order of discovery: a child is found before its parents.
                queue.Enqueue(commit, (-commit.Committer.When.ToUnixTimeSeconds(), seen.Count));
                open += conceal ? 0 : 1;
            }
            else if (hide)
            {
                open--;
            }
        }

        if (hidden is not null)
        {
            Add(hidden, conceal: true);
        }

        Add(tip, conceal: false);
        // Once everything left in the queue is hidden, so is everything behind it.
        while (open > 0 && queue.TryDequeue(out var commit, out _))
        {
            var hide = concealed.Contains(commit.Id);
            if (!hide)
            {
                open--;
                yield return commit;
            }

            foreach (var parent in commit.Parents)
            {
                Add(parent, hide);
            }
        }
    }

    /// <summary>The newest commits that changed each of these paths, as seen from a commit. Paths may be files or directories.</summary>
    public static Dictionary<string, Commit> LastChanges(BareRepository repository, Commit tip, IEnumerable<string> paths)
    {
        var open = paths.ToDictionary(path => path, path => repository.TryEntry(tip.TreeId, path)?.Id);
        var found = new Dictionary<string, Commit>();
        var commit = tip;
        while (open.Count > 0)
        {
            var parent = commit.Parents.Count == 0 ? null : repository.Commit(commit.Parents[0]);
            foreach (var (path, id) in open.ToArray())
            {
                if (parent is null || repository.TryEntry(parent.TreeId, path)?.Id != id)
                {
                    found[path] = commit;
                    open.Remove(path);
                }
            }

            if (parent is null)
            {
                break;
            }

            commit = parent;
        }

        return found;
    }

    /// <summary>Whether a commit changed something at or below a path, compared with its first parent.</summary>
    public static bool Touches(BareRepository repository, Commit commit, string path)
    {
        var before = commit.Parents.Count == 0 ? null : repository.TryEntry(repository.Commit(commit.Parents[0]).TreeId, path)?.Id;
        return before != repository.TryEntry(commit.TreeId, path)?.Id;
    }
}
