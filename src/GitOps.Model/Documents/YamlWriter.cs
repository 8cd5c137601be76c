using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOps.Model.Documents;

/// <summary>
/// Writes a tree as YAML that is the same every time and that every reader reads back as the same tree. Express Gateway among them
/// pastes variables into the text before it parses it, so what looks like a variable is written in a way that it does not see.
/// </summary>
public static partial class YamlWriter
{
    // A longer key would have to be written with an explicit indicator.
    private const int MaxImplicitKey = 500;

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    private static readonly HashSet<string> ReservedWords =
        new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "yes", "no", "on", "off", "y", "n" };

    public static string Write(JsonObject root)
    {
        var yaml = new StringBuilder();
        WriteMembers(yaml, root, 0, startsOnLine: true);
        return yaml.ToString();
    }

    /// <summary>Writes what follows a colon or a dash, with the end of its last line.</summary>
    private static void WriteValue(StringBuilder yaml, JsonNode? node, int indent, bool afterDash)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                if (afterDash) yaml.Append(' ');
                else yaml.Append('\n');
                WriteMembers(yaml, members, indent, startsOnLine: !afterDash);
                break;
            case JsonArray { Count: > 0 } items:
                yaml.Append('\n');
                foreach (var item in items)
                {
                    yaml.Append(' ', indent).Append('-');
                    WriteValue(yaml, item, indent + 2, afterDash: true);
                }
                break;
            default:
                yaml.Append(' ');
                WriteScalar(yaml, node);
                yaml.Append('\n');
                break;
        }
    }

    private static void WriteMembers(StringBuilder yaml, JsonObject members, int indent, bool startsOnLine)
    {
        foreach (var (name, value) in members)
        {
            if (startsOnLine) yaml.Append(' ', indent);
            startsOnLine = true;
            if (name.Length > MaxImplicitKey)
            {
                yaml.Append("? ");
                WriteText(yaml, name);
                yaml.Append('\n').Append(' ', indent);
            }
            else
            {
                WriteText(yaml, name);
            }
            yaml.Append(':');
            WriteValue(yaml, value, indent + 2, afterDash: false);
        }
    }

    private static void WriteScalar(StringBuilder yaml, JsonNode? node)
    {
        switch (node)
        {
            case null: yaml.Append("null"); break;
            case JsonObject: yaml.Append("{}"); break;
            case JsonArray: yaml.Append("[]"); break;
            case JsonValue when node.GetValueKind() == JsonValueKind.String: WriteText(yaml, node.GetValue<string>()); break;
            default: yaml.Append(node.ToJsonString()); break;
        }
    }

    private static void WriteText(StringBuilder yaml, string text)
    {
        if (IsPlain(text)) yaml.Append(text);
        else if (NeedsEscapes(text)) WriteEscaped(yaml, text);
        else yaml.Append('\'').Append(text.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
    }

    /// <summary>Begins like nothing but text, so that it is no number, date or indicator.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
        && text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0
        && !ReservedWords.Contains(text);

    private static bool NeedsEscapes(string text)
    {
        foreach (var c in text)
        {
            if (IsUnprintable(c)) return true;
        }
        return Variable().IsMatch(text);
    }

    private static void WriteEscaped(StringBuilder yaml, string text)
    {
        yaml.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\') yaml.Append('\\').Append(c);
            else if (c == '$' && i + 1 < text.Length && text[i + 1] == '{') yaml.Append("\\x24");
            else if (IsUnprintable(c)) yaml.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else yaml.Append(c);
        }
        yaml.Append('"');
    }

    private static bool IsUnprintable(char c) =>
        c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';

    /// <summary>The beginning of what Express Gateway replaces, wherever the end may stand.</summary>
    [GeneratedRegex(@"\$\{[A-Za-z0-9_]+(?:\}|:-)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
