namespace GitOps.Sandbox.Forge.Git;

/// <summary>How many lines separate two texts: the shortest edit script by Myers' greedy algorithm (1986).</summary>
internal static class LineDifference
{
    // Beyond this many edits the texts count as rewritten: the search costs the square of it.
    private const int MostEdits = 2000;

    public static (int Added, int Removed) Count(byte[] before, byte[] after)
    {
        if (IsBinary(before) || IsBinary(after))
        {
            return (0, 0);
        }

        var left = Lines(before);
        var right = Lines(after);
        var edits = ShortestScript(left, right);
        // Every edit adds or removes one line; what is added more than removed is the difference in length.
        var added = (edits + right.Length - left.Length) / 2;
        return (added, edits - added);
    }

    private static int ShortestScript(string[] left, string[] right)
    {
        var most = Math.Min(left.Length + right.Length, MostEdits);
        var reach = new int[(2 * most) + 2];
        for (var edits = 0; edits <= most; edits++)
        {
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var at = diagonal + most;
                var x = diagonal == -edits || (diagonal != edits && reach[Math.Max(at - 1, 0)] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1;
                while (x < left.Length && x - diagonal < right.Length && left[x] == right[x - diagonal])
                {
                    x++;
                }

                reach[at] = x;
                if (x >= left.Length && x - diagonal >= right.Length)
                {
                    return edits;
                }
            }
        }

        return left.Length + right.Length;
    }

    private static bool IsBinary(byte[] content) => content.AsSpan(0, Math.Min(content.Length, 8000)).Contains((byte)0);

    private static string[] Lines(byte[] content)
    {
        var text = System.Text.Encoding.Latin1.GetString(content);
        return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
