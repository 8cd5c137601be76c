namespace GitOps.Hosting.Metrics;

/// <summary>Names as Prometheus wants them: allowed characters only, the unit spelled out at the end, counters ending in <c>_total</c>.</summary>
internal static class PrometheusName
{
    public static string Of(string name, string? unit, bool isCounter)
    {
        var allowed = string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Allowed(source[i], first: i == 0);
        });
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            // Annotations in braces, such as {request}, name what is counted, not a unit.
            _ => "",
        };
        if (!allowed.EndsWith(suffix, StringComparison.Ordinal)) allowed += suffix;
        return isCounter && !allowed.EndsWith("_total", StringComparison.Ordinal) ? allowed + "_total" : allowed;
    }

    public static char Allowed(char c, bool first) =>
        char.IsAsciiLetter(c) || c == '_' || (!first && char.IsAsciiDigit(c)) ? c : '_';
}
