using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.Json;

/// <summary>JSON of unknown origin as a tree that can be walked and written without surprises.</summary>
public static class StrictJson
{
    /// <summary>Levels that a document may have.</summary>
    public const int MaxDepth = JsonText.MaxDepth;

    /// <summary>Only what must be escaped is, as JavaScript writes it.</summary>
    public static JsonSerializerOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As <see cref="Writing"/>, on several lines, indented by two spaces.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Writing) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The value that a text is; false with the reason when it is none, names a member twice, is too deep or holds what is no text.</summary>
    public static bool TryParse(string text, out JsonNode? value, out string reason)
    {
        var problems = new ProblemList();
        value = JsonText.Parse(text, "", "$", problems);
        reason = problems.IsEmpty ? "" : problems.Problems[0].Reason;
        return problems.IsEmpty;
    }
}
