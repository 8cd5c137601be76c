using System.Globalization;

namespace GitOps.Model.Api;

/// <summary>Which lines of a log are asked for, as the query <c>?tail=&amp;since=&amp;previous=</c> says it.</summary>
/// <param name="Tail">The last so many lines of each pod.</param>
/// <param name="Since">Of the last so many seconds; null for all.</param>
/// <param name="Previous">Of the container's life before this one.</param>
public sealed record LogQuery(int Tail, int? Since, bool Previous)
{
    private const int DefaultTail = 500;
    private const int MaxTail = 10_000;
    private const int MaxSince = 30 * 24 * 3600;

    /// <summary>Reads the query's values, any of which may be missing; false with the reason.</summary>
    public static bool TryParse(string? tail, string? since, string? previous, out LogQuery query, out string reason)
    {
        query = new LogQuery(DefaultTail, null, false);
        reason = "";
        if (!string.IsNullOrEmpty(tail))
        {
            if (!TryParse(tail, MaxTail, out var lines)) reason = $"tail must be a number of lines from 1 to {MaxTail}.";
            query = query with { Tail = lines };
        }
        if (!string.IsNullOrEmpty(since))
        {
            if (!TryParse(since, MaxSince, out var seconds)) reason = $"since must be a number of seconds from 1 to {MaxSince}.";
            query = query with { Since = seconds };
        }
        if (!string.IsNullOrEmpty(previous))
        {
            if (!bool.TryParse(previous, out var isPrevious)) reason = "previous must be true or false.";
            query = query with { Previous = isPrevious };
        }
        return reason.Length == 0;
    }

    /// <summary>The query, with its question mark.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"?tail={Tail}{(Since is { } since ? $"&since={since}" : "")}{(Previous ? "&previous=true" : "")}");

    private static bool TryParse(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max;
}
