using System.Text;

namespace GitOps.Gitea.Objects;

/// <summary>Names that a file or folder of a repository cannot have, by git's own rules (verify_path, is_hfs_dotgit, is_ntfs_dotgit).</summary>
public static class GitName
{
    /// <summary>
    /// Whether git, or a file system that it may be checked out on, takes a name for <c>.git</c>, the repository itself: in any case,
    /// with characters that HFS+ does not see, with what NTFS leaves out at the end or takes for a stream, or by its short name there.
    /// </summary>
    public static bool IsRepository(ReadOnlySpan<char> name)
    {
        var seen = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (!IsIgnoredByHfs(character))
            {
                seen.Append(character);
            }
        }

        var text = seen.ToString();
        return (text.StartsWith(".git", StringComparison.OrdinalIgnoreCase) && EndsForNtfs(text.AsSpan(".git".Length)))
            || (text.StartsWith("git~1", StringComparison.OrdinalIgnoreCase) && EndsForNtfs(text.AsSpan("git~1".Length)));
    }

    private static bool EndsForNtfs(ReadOnlySpan<char> rest)
    {
        foreach (var character in rest)
        {
            if (character is '\\' or '/' or ':')
            {
                return true;
            }

            if (character is not ('.' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    // next_hfs_char of git's utf8.c.
    private static bool IsIgnoredByHfs(char character) => character
        is (>= '\u200c' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u206a' and <= '\u206f') or '\ufeff';
}
