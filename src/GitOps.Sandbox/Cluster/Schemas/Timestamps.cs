using System.Globalization;

namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>The two time formats of the API (metav1.Time and metav1.MicroTime).</summary>
internal static class Timestamps
{
    public static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Micro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null when the text is no time.</summary>
    public static string? Canonicalize(string text, bool micro) =>
        Parse(text) is { } time ? micro ? Micro(time) : Seconds(time) : null;

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
