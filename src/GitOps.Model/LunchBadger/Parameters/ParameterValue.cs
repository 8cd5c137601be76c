using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>Tells whether a single value is of a type, after the conversions that Express Gateway makes.</summary>
internal static partial class ParameterValue
{
    // What .NET reads otherwise than ECMA-262, so that its opinion of such a pattern counts for nothing.
    private static readonly string[] Peculiar = ["[]", "[^]", "(?<", "\\u{", "\\k", "\\c", "\\p", "\\P"];

    private static readonly HashSet<string> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALL", "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE",
        "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND", "PROPPATCH", "PURGE", "PUT",
        "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE",
    };

    /// <summary>The value as the gateway would read it as a text; null when it is an array or an object.</summary>
    public static string? Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue => value.ToJsonString(),
        _ => null,
    };

    public static bool IsFlag(JsonNode? value) => value switch
    {
        null => true,
        JsonValue => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False || Text(value) is "true" or "false" || IsOneOrZero(value),
        _ => false,
    };

    public static bool IsNumber(JsonNode? value, bool whole)
    {
        if (value is null) return true;
        if (value is not JsonValue) return false;
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return true;
        return double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && (!whole || Math.Floor(number) == number);
    }

    public static bool IsUrl(JsonNode? value) => Text(value) is { } text && Url().IsMatch(text);

    /// <summary>Whether it may be a regular expression: false only for what is none in any dialect.</summary>
    public static bool IsPattern(JsonNode? value)
    {
        if (Text(value) is not { } text) return false;
        return Peculiar.Any(part => text.Contains(part, StringComparison.Ordinal))
            || Compiles(text, RegexOptions.ECMAScript)
            || Compiles(text, RegexOptions.None);
    }

    public static bool AreMethods(JsonNode? value) => value switch
    {
        null => true,
        JsonArray items => items.All(item => Text(item) is { } name && IsMethodOrEmpty(name)),
        _ => Text(value) is { } text && (text == "*" || text.Split(',').All(IsMethodOrEmpty)),
    };

    private static bool IsMethodOrEmpty(string name) => name.AsSpan().Trim().IsEmpty || Methods.Contains(name.Trim());

    private static bool IsOneOrZero(JsonNode value) => value.GetValueKind() == JsonValueKind.Number && double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is 0 or 1;

    private static bool Compiles(string pattern, RegexOptions options)
    {
        try
        {
            _ = new Regex(pattern, options, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>As the gateway's validator has it, which is less than RFC 3986 asks.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]*:\S*$", RegexOptions.CultureInvariant)]
    private static partial Regex Url();
}
