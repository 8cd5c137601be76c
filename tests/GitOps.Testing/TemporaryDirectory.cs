namespace GitOps.Testing;

/// <summary>A new, empty folder that only this user can read, gone with all it holds when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory(string purpose = "test")
        => Path = Directory.CreateTempSubdirectory($"gitops-{purpose}-").FullName;

    private TemporaryDirectory(DirectoryInfo folder) => Path = folder.FullName;

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>One in memory where the machine has such a place: for what is flushed to disk often and needed once.</summary>
    public static TemporaryDirectory InMemory(string purpose)
    {
        const string memory = "/dev/shm";
        return !OperatingSystem.IsWindows() && Directory.Exists(memory)
            ? new(Directory.CreateDirectory(
                System.IO.Path.Combine(memory, $"gitops-{purpose}-{Guid.NewGuid():N}"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute))
            : new(purpose);
    }

    /// <summary>The absolute path of something inside.</summary>
    public string this[params string[] segments] => System.IO.Path.Combine([Path, .. segments]);

    /// <summary>Writes a text file inside, with its folders, and returns its absolute path.</summary>
    public string Write(string relativePath, string content)
    {
        var path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    public override string ToString() => Path;
}
