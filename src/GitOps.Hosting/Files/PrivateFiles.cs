using System.Runtime.InteropServices;

namespace GitOps.Hosting.Files;

/// <summary>
/// Makes files and folders that only this process' user may read: folders 0700, files 0600, whatever the process' mask says. On Windows
/// the rights of the folder around them count, as everywhere there.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    /// <summary>Everything that is not the owner's.</summary>
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Name of the empty file that says that everything beside and below it was made private.</summary>
    private const string Mark = ".private";

    /// <summary>Makes a folder, and those above it that are missing.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        if (Directory.Exists(path)) return;
        // .NET gives the mode to the last folder only.
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { } above) CreateFolder(above);
        Directory.CreateDirectory(path, OfFolder);
    }

    /// <summary>Opens a file that is made private where it is made.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.None, int bufferSize = 4096, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize, Options = options };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open) how.UnixCreateMode = OfFile;
        return new FileStream(path, how);
    }

    /// <summary>
    /// Makes a folder private, and once also everything in it: from before it was, or from a process that let others read. Further starts
    /// look at the folder itself only.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public static void Protect(string folder)
    {
        CreateFolder(folder);
        if (OperatingSystem.IsWindows()) return;
        TakeFromOthers(new DirectoryInfo(folder));
        var mark = Path.Combine(folder, Mark);
        if (File.Exists(mark)) return;
        // Links are passed over: what they lead to is not ours.
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", everything)) TakeFromOthers(entry);
        using (Open(mark, FileMode.OpenOrCreate, FileAccess.Write))
        {
        }
    }

    /// <summary>Has this process and those that it starts, such as git, make everything private, temporary files too. For the entry of a program.</summary>
    public static void ProtectProcess()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask((uint)OfOthers);
    }

    private static void TakeFromOthers(FileSystemInfo entry)
    {
        if (OperatingSystem.IsWindows()) return;
        if ((entry.UnixFileMode & OfOthers) != 0) entry.UnixFileMode &= ~OfOthers;
    }

    // umask(2). .NET has no call for it.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
