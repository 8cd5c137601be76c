using System.Text;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.Json;

/// <summary>
/// A JSON file of a tenant that is to be changed: <see cref="Root"/> is edited, and what was not stays byte for byte. A new file is
/// indented by two spaces.
/// </summary>
public sealed class JsonFile
{
    private readonly byte[]? _text;
    private readonly JsonObject _before;

    private JsonFile(byte[]? text, JsonObject root) => (_text, _before, Root) = (text, root, (JsonObject)root.DeepClone());

    /// <summary>The content, free to be changed.</summary>
    public JsonObject Root { get; }

    /// <summary>Whether there is anything to write: a new file as it was begun is none.</summary>
    public bool IsChanged => !JsonNode.DeepEquals(_before, Root);

    /// <summary>Opens a file; null, with problems added, when it is no JSON object.</summary>
    public static JsonFile? Open(string text, string file, ProblemList problems)
    {
        // A byte order mark stays out of what is compared, and is not written again.
        if (text.StartsWith('\uFEFF')) text = text[1..];
        return JsonText.ParseObject(text, file, "$", problems) is { } root ? new JsonFile(Encoding.UTF8.GetBytes(text), root) : null;
    }

    /// <summary>A file that is not there yet, and what it begins with when something is put into it.</summary>
    public static JsonFile Create(JsonObject beginning) => new(null, beginning);

    /// <summary>The text with the changes.</summary>
    public string ToText() => _text is null
        ? Root.ToJsonString(StrictJson.Indented) + "\n"
        : Encoding.UTF8.GetString(TextSplice.Apply(_text, JsonRewriting.Differences(_text, _before, Root, indented: true)));
}
