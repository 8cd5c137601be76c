namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// The refs of one bare repository, read from its files on every call (git may move them at any time) and written as
/// git writes them: under a lock file, after checking the old value. Format: gitrepository-layout(5).
/// </summary>
internal sealed class RefStore(string repositoryPath, GitProgram git, KeyValuePair<string, string>? seeded)
{
    /// <summary>No commit: the value of a ref that does not exist.</summary>
    public const string Zero = "0000000000000000000000000000000000000000";

    private readonly string _packed = Path.Combine(repositoryPath, "packed-refs");

    /// <summary>Every branch and tag by its full name, in byte order.</summary>
    public SortedDictionary<string, string> All()
    {
        if (!Directory.Exists(repositoryPath))
        {
            return seeded is { } only
                ? new SortedDictionary<string, string>(StringComparer.Ordinal) { [only.Key] = only.Value }
                : new SortedDictionary<string, string>(StringComparer.Ordinal);
        }

        var refs = new SortedDictionary<string, string>(ReadPacked(), StringComparer.Ordinal);
        var root = Path.Combine(repositoryPath, "refs");
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (!path.EndsWith(".lock", StringComparison.Ordinal) && TryReadLoose(path) is { } id)
            {
                refs["refs/" + Path.GetRelativePath(root, path)] = id;
            }
        }

        return refs;
    }

    /// <summary>The branches by short name, in byte order.</summary>
    public IEnumerable<(string Name, string Id)> Branches() => Under("refs/heads/");

    /// <summary>The tags by short name, in byte order.</summary>
    public IEnumerable<(string Name, string Id)> Tags() => Under("refs/tags/");

    /// <summary>What a full ref name points to, or null.</summary>
    public string? TryResolve(string refName)
    {
        if (!IsValidName(refName))
        {
            return null;
        }

        // Asked first: a directory appears all at once, and from then on it alone counts.
        return Directory.Exists(repositoryPath)
            ? TryReadLoose(Path.Combine(repositoryPath, refName)) ?? ReadPacked().GetValueOrDefault(refName)
            : seeded?.Key == refName ? seeded.Value.Value : null;
    }

    /// <summary>Moves, creates (<paramref name="expected"/> all zeros) or deletes (<paramref name="id"/> all zeros) a ref.</summary>
    /// <exception cref="RefUpdateException">The ref is not where it was expected, is being written, or its name collides.</exception>
    public void Update(string refName, string expected, string id)
    {
        if (!IsValidName(refName))
        {
            throw new RefUpdateException($"Updating {refName}: this is no valid ref name (git-check-ref-format(1)).");
        }

        var path = Path.Combine(repositoryPath, refName);
        var lockPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new StreamWriter(new FileStream(lockPath, FileMode.CreateNew, FileAccess.Write)))
            {
                file.Write(id + "\n");
            }
        }
        catch (IOException error)
        {
            throw new RefUpdateException($"Updating {refName}: it is being written by another process, or a ref with a part of its name exists. Try again.", error);
        }

        try
        {
            var actual = TryResolve(refName) ?? Zero;
            if (actual != expected)
            {
                throw new RefUpdateException($"Updating {refName}: expected {expected}, found {actual}. Read it again and repeat.");
            }

            if (id == Zero)
            {
                Delete(refName, path);
            }
            else
            {
                RemoveEmptyDirectories(path);
                File.Move(lockPath, path, overwrite: true);
            }
        }
        catch (IOException error)
        {
            throw new RefUpdateException($"Updating {refName}: a ref whose name starts with it exists. Choose another name.", error);
        }
        finally
        {
            File.Delete(lockPath);
        }
    }

    /// <summary>The rules of git-check-ref-format(1); also what keeps a ref name inside its repository.</summary>
    public static bool IsValidName(string name) =>
        name.StartsWith("refs/", StringComparison.Ordinal)
        && !name.EndsWith('.')
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("@{", StringComparison.Ordinal)
        && !name.Any(c => c < ' ' || c is '\x7f' or ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\')
        && name.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".lock", StringComparison.Ordinal));

    private IEnumerable<(string Name, string Id)> Under(string prefix) => All()
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(pair => (pair.Key[prefix.Length..], pair.Value));

    private void Delete(string refName, string path)
    {
        File.Delete(path);
        if (ReadPacked().ContainsKey(refName))
        {
            // Only git rewrites packed-refs; it takes its own lock, which ours must not stand in the way of.
            File.Delete(path + ".lock");
            git.Run(repositoryPath, ["update-ref", "-d", refName]);
        }
    }

    private static string? TryReadLoose(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return ObjectStore.IsId(text) ? text : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Absent, or a directory in place of a file: no such ref.
            return null;
        }
    }

    private Dictionary<string, string> ReadPacked()
    {
        if (!File.Exists(_packed))
        {
            return [];
        }

        var refs = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(_packed))
        {
            if (line.Length > 41 && line[0] is not ('#' or '^'))
            {
                refs[line[41..]] = line[..40];
            }
        }

        return refs;
    }

    // git leaves the directories of deleted refs behind; they must not stop a ref of the same name.
    private static void RemoveEmptyDirectories(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Any())
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
