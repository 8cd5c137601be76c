using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Tables;

/// <summary>Ages as people read them: <c>45s</c>, <c>3m20s</c>, <c>5h</c>, <c>12d</c>, <c>2y100d</c>.</summary>
internal static class Durations
{
    public const string Unknown = "<unknown>";

    public static string Age(JsonObject value, DateTimeOffset now) => Since(value.Object("metadata").Text("creationTimestamp"), now);

    public static string Since(string? time, DateTimeOffset now) =>
        Timestamps.Parse(time) is { } then ? Short(now - then) : Unknown;

    public static string Short(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < 0)
            return seconds < -1 ? "<invalid>" : "0s";
        var (minutes, hours, days, years) = (seconds / 60, seconds / 3600, seconds / 86400, seconds / 86400 / 365);
        return seconds switch
        {
            < 120 => Join(seconds, "s"),
            < 600 => Join(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => Join(minutes, "m"),
            < 8 * 3600 => Join(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => Join(hours, "h"),
            < 8 * 86400 => Join(days, "d", hours % 24, "h"),
            < 2 * 365 * 86400L => Join(days, "d"),
            < 8 * 365 * 86400L => Join(years, "y", days % 365, "d"),
            _ => Join(years, "y"),
        };
    }

    private static string Join(long first, string unit, long second = 0, string secondUnit = "") =>
        first.ToString(CultureInfo.InvariantCulture) + unit + (second == 0 ? "" : second.ToString(CultureInfo.InvariantCulture) + secondUnit);
}
