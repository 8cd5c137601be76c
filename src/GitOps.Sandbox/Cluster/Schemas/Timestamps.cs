using System.Globalization;
using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>The two time formats of the API (metav1.Time and metav1.MicroTime).</summary>
internal static partial class Timestamps
{
    public static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Micro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null when the text is no time.</summary>
    public static string? Canonicalize(string text, bool micro) =>
        Parse(text) is { } time && (!micro || MicroPattern().IsMatch(text)) ? micro ? Micro(time) : Seconds(time) : null;

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>API servers take exactly six digits.</summary>
    [GeneratedRegex(@"\.\d{6}(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex MicroPattern();
}
