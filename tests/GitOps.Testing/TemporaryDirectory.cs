namespace GitOps.Testing;

/// <summary>A new, empty folder that only this user can read, gone with all it holds when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory(string purpose = "test")
        => Path = Directory.CreateTempSubdirectory($"gitops-{purpose}-").FullName;

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

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
