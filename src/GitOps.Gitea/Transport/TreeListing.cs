using System.Globalization;
using System.Text;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Transport;

/// <summary>Reads <c>git ls-tree -z --long</c>: <c>mode type sha size TAB path NUL</c>, the size padded, <c>-</c> of what is no blob.</summary>
internal static class TreeListing
{
    /// <exception cref="BrokenMirrorException">It is something else.</exception>
    public static List<GitTreeEntry> Parse(ReadOnlySpan<byte> listing)
    {
        var entries = new List<GitTreeEntry>();
        while (listing.Length > 0)
        {
            var end = listing.IndexOf((byte)0);
            if (end < 0)
            {
                throw Malformed();
            }

            entries.Add(ParseEntry(listing[..end]));
            listing = listing[(end + 1)..];
        }

        return entries;
    }

    private static GitTreeEntry ParseEntry(ReadOnlySpan<byte> entry)
    {
        var tab = entry.IndexOf((byte)'\t');
        var fields = tab < 0 ? [] : Encoding.ASCII.GetString(entry[..tab]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var mode, var type, var sha, var size] || !ObjectId.IsValid(sha))
        {
            throw Malformed();
        }

        // git writes BAD for the size of a blob that is missing.
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && (size != "-" || type == "blob"))
        {
            throw Malformed();
        }

        // A path that is no UTF-8 reads as it does through the API: with U+FFFD for what is none.
        return new(Encoding.UTF8.GetString(entry[(tab + 1)..]), mode, type, sha, length);
    }

    private static BrokenMirrorException Malformed() => new("git ls-tree gave something that is no tree entry");
}
