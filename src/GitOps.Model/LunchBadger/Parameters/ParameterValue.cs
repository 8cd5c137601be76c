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

    private static readonly HashSet<string> PodFolders = new(StringComparer.Ordinal) { "proc", "sys", "dev", "run" };

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

    /// <summary>Whether a flag is off.</summary>
    /// <param name="asText">Whether the gateway takes a text for a flag; otherwise any text but an empty one is true.</param>
    public static bool IsOff(JsonNode? value, bool asText) => value is null
        || value.GetValueKind() == JsonValueKind.False
        || (value.GetValueKind() == JsonValueKind.Number && IsOneOrZero(value) && Text(value) is { } number && double.Parse(number, CultureInfo.InvariantCulture) == 0)
        || (asText && value.GetValueKind() == JsonValueKind.String && Text(value) == "false");

    /// <summary>Whether a text names a file, and none of those that tell of the pod, its secrets or other processes.</summary>
    public static bool IsFile(JsonNode? value)
    {
        if (Text(value) is not { Length: > 0 } path || path.Contains('\0', StringComparison.Ordinal)) return false;
        // From wherever it starts: the folder that a gateway runs in is its image's to say.
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Count > 0 && !parts.Contains("..") && !PodFolders.Contains(parts[0]) && !(parts.Count > 1 && parts[0] == "var" && PodFolders.Contains(parts[1]));
    }

    public static bool IsPackage(JsonNode? value) => value is null || (Text(value) is { } name && IsPackageName(name));

    /// <summary>Whether a text is a npm package's name, rather than a path.</summary>
    public static bool IsPackageName(string name) => PackageName().IsMatch(name);

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

    [GeneratedRegex(@"^(?:@[A-Za-z0-9~-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~-][A-Za-z0-9._~-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackageName();
}
