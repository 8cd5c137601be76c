using System.Globalization;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>Who and when of a commit or tag, to the second, with the writer's own time zone.</summary>
internal readonly record struct Signature(string Name, string Email, DateTimeOffset When)
{
    /// <summary>Reads <c>Name &lt;mail&gt; seconds +hhmm</c>; what is malformed is left empty, as git does.</summary>
    public static Signature Parse(string line)
    {
        var open = line.IndexOf('<', StringComparison.Ordinal);
        var close = line.LastIndexOf('>');
        if (open < 0 || close < open)
        {
            return new Signature(line.Trim(), "", DateTimeOffset.UnixEpoch);
        }

        var when = DateTimeOffset.UnixEpoch;
        var parts = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 0 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var seconds) && seconds is >= -62135596800 and <= 253402300799)
        {
            when = DateTimeOffset.FromUnixTimeSeconds(seconds);
            if (parts.Length > 1 && parts[1].Length == 5 && int.TryParse(parts[1].AsSpan(1), CultureInfo.InvariantCulture, out var zone) && zone / 100 < 14)
            {
                var offset = new TimeSpan(zone / 100, zone % 100, 0);
                when = when.ToOffset(parts[1][0] == '-' ? -offset : offset);
            }
        }

        return new Signature(line[..open].Trim(), line[(open + 1)..close], when);
    }

    public string Format()
    {
        var zone = When.Offset;
        var sign = zone < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{Clean(Name)} <{Clean(Email)}> {When.ToUnixTimeSeconds()} {sign}{zone:hhmm}");
    }

    // Line breaks and angle brackets would forge headers of the commit object.
    private static string Clean(string text) => string.Concat(text.Where(c => c is not ('<' or '>' or '\n' or '\r' or '\0'))).Trim();
}
