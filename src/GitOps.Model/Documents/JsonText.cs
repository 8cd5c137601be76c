using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>
/// Parses JSON of unknown origin into a tree that can be walked without surprises: bounded depth and size, no duplicate
/// members, no text that is not text. Never throws.
/// </summary>
internal static class JsonText
{
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The object that <paramref name="text"/> is; null after having added the problem.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">File that problems are reported of.</param>
    /// <param name="path">Where in the file the text stands: <c>$</c> for all of it.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static JsonObject? ParseObject(string text, string file, string path, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(file, path, "Is empty; expected a JSON object.");
            return null;
        }
        var count = problems.Problems.Count;
        var root = Parse(text, file, path, problems);
        if (root is not JsonObject && problems.Problems.Count == count) problems.Add(file, path, "Is JSON, but no object: expected {…}.");
        return root as JsonObject;
    }

    /// <summary>The value that <paramref name="text"/> is, which may be null; null after having added the problem.</summary>
    public static JsonNode? Parse(string text, string file, string path, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(file, path, "Is empty; expected JSON.");
            return null;
        }
        // A byte order mark is no part of JSON, but editors leave it there.
        if (text[0] == '\uFEFF') text = text[1..];
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (UnpairedSurrogateLine(bytes) is { } line)
            {
                problems.Add(file, path, "A string holds half of a surrogate pair, which is no character.", path == "$" ? line : null);
                return null;
            }
            return JsonNode.Parse(bytes, documentOptions: Options);
        }
        catch (JsonException notJson)
        {
            // Only the position: the parser's own message repeats what it read.
            var line = (int?)notJson.LineNumber + 1;
            var position = line is null ? "" : $" at line {line}, byte {notJson.BytePositionInLine + 1}";
            problems.Add(file, path, $"{Explain(notJson)}{position}.", path == "$" ? line : null);
            return null;
        }
    }

    private static string Explain(JsonException notJson) =>
        notJson.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? $"Is nested deeper than {MaxDepth} levels"
            : notJson.Message.Contains("uplicate", StringComparison.Ordinal)
                ? "Names a member twice in one object"
                : "Is not JSON";

    private static int? UnpairedSurrogateLine(ReadOnlySpan<byte> bytes)
    {
        // Only an escape can make half a pair, so most documents are done here.
        if (bytes.IndexOf("\\u"u8) < 0) return null;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return bytes[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            }
        }
        return null;
    }
}
