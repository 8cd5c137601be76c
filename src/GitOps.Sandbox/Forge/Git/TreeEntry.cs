using System.Text;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>One line of a tree object. Modes are git's octal text: 100644, 100755, 120000, 40000, 160000.</summary>
internal readonly record struct TreeEntry(string Mode, string Name, string Id)
{
    public const string FileMode = "100644";
    public const string DirectoryMode = "40000";
    public const string SymlinkMode = "120000";
    public const string SubmoduleMode = "160000";

    public bool IsDirectory => Mode == DirectoryMode;

    public bool IsSubmodule => Mode == SubmoduleMode;

    public bool IsSymlink => Mode == SymlinkMode;

    /// <summary>Reads a tree object's content.</summary>
    public static List<TreeEntry> ParseAll(byte[] content)
    {
        var entries = new List<TreeEntry>();
        for (var at = 0; at < content.Length;)
        {
            var space = Array.IndexOf(content, (byte)' ', at);
            var end = Array.IndexOf(content, (byte)0, space + 1);
            entries.Add(new TreeEntry(
                Encoding.ASCII.GetString(content, at, space - at),
                Encoding.UTF8.GetString(content, space + 1, end - space - 1),
                Convert.ToHexStringLower(content, end + 1, 20)));
            at = end + 21;
        }

        return entries;
    }

    /// <summary>Writes a tree object's content in the one order that git accepts.</summary>
    public static byte[] Format(IEnumerable<TreeEntry> entries)
    {
        using var content = new MemoryStream();
        foreach (var (entry, key) in entries.Select(entry => (entry, key: SortKey(entry))).OrderBy(pair => pair.key, ByteOrder))
        {
            content.Write(Encoding.ASCII.GetBytes(entry.Mode));
            content.WriteByte((byte)' ');
            content.Write(Encoding.UTF8.GetBytes(entry.Name));
            content.WriteByte(0);
            content.Write(Convert.FromHexString(entry.Id));
        }

        return content.ToArray();
    }

    // git compares names byte by byte, a directory's as if it ended in a slash.
    private static byte[] SortKey(TreeEntry entry) => Encoding.UTF8.GetBytes(entry.IsDirectory ? entry.Name + "/" : entry.Name);

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));
}
