using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Json;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger;

/// <summary>
/// The text of <c>lunchbadger.json</c>, to be changed: the project inside its string, and the flag beside it. What is not changed
/// stays byte for byte, in the project as around it. A new document looks as LoopBack's memory connector writes it.
/// </summary>
public sealed class LunchBadgerText
{
    private const string Models = "models";
    private const string ModelName = "Project";
    private const string Ids = "ids";
    private const string DisabledMember = "disabled";

    private readonly byte[] _text;
    private readonly JsonObject _root;
    private readonly byte[]? _projectText;

    private LunchBadgerText(string name, byte[] text, JsonObject root, byte[]? projectText, JsonObject? project) =>
        (Name, _text, _root, _projectText, Project) = (name, text, root, projectText, project);

    /// <summary>Name of the project in the document, and its <c>id</c>.</summary>
    public string Name { get; }

    /// <summary>The project; null when none was stored yet. To be cloned before it is changed.</summary>
    public JsonObject? Project { get; }

    /// <summary>The project as it is written; null when none was stored yet.</summary>
    public string? ProjectText => _projectText is null ? null : Encoding.UTF8.GetString(_projectText);

    /// <summary>The flag beside <c>models</c>; null when it is not there or no boolean.</summary>
    public bool? DisabledBesideModels => Flag(_root);

    /// <summary>The flag inside the project; null when it is not there or no boolean.</summary>
    public bool? DisabledInside => Project is null ? null : Flag(Project);

    /// <summary>A project on which nothing stands yet, as a canvas begins with.</summary>
    public static JsonObject NewProject(string name) => new()
    {
        ["id"] = name,
        ["name"] = "main",
        ["gateways"] = new JsonArray(),
        ["serviceEndpoints"] = new JsonArray(),
        ["apiEndpoints"] = new JsonArray(),
        ["connections"] = new JsonArray(),
        ["states"] = new JsonArray(),
    };

    /// <summary>Opens a document; null, with problems added, when it cannot be edited in place.</summary>
    /// <param name="text">Null when there is no file yet.</param>
    public static LunchBadgerText? Open(string? text, string file, EnvironmentKey key, ProblemList problems)
    {
        var name = LunchBadgerDocument.ProjectName(key);
        if (text is null) return new LunchBadgerText(name, "{}"u8.ToArray(), [], null, null);
        if (text.StartsWith('\uFEFF')) text = text[1..];
        if (JsonText.ParseObject(text, file, "$", problems) is not { } root) return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = new ProblemList();
        var members = new JsonMembers(file, found);
        var projects = members.OptionalObject(root, Models) is { } models ? members.OptionalObject(models, ModelName) : null;
        if (found.IsEmpty && (projects is null || projects.Count == 0)) return new LunchBadgerText(name, bytes, root, null, null);
        name = projects is null ? name : LunchBadgerDocument.FindProjectName(projects, key) ?? name;
        if (found.IsEmpty && (projects![name] is not { } node || !JsonMembers.TryText(node, out _)))
            found.Add(file, projects, name, $"Expected the project '{name}' here as a JSON string; the document holds {string.Join(", ", projects.Select(other => $"'{other.Key}'"))}. Was it copied from another producer or environment?");
        if (found.IsEmpty)
        {
            var escaped = projects![name]!.GetValue<string>();
            if (JsonText.ParseObject(escaped, file, projects[name]!.GetPath(), found) is { } project)
                return new LunchBadgerText(name, bytes, root, Encoding.UTF8.GetBytes(escaped.TrimStart('\uFEFF')), project);
        }
        problems.AddRange(found.Problems);
        return null;
    }

    /// <summary>The document with another project.</summary>
    public string WithProject(JsonObject project)
    {
        if (_projectText is null) return WithFirst(project);
        var token = ProjectToken();
        var places = StringPlaces(_text.AsSpan(token.Start, token.End - token.Start), _projectText.Length);
        var splices = JsonRewriting.Differences(_projectText, Project, project)
            .Select(splice => new TextSplice(token.Start + places[splice.Start], token.Start + places[splice.End], Escape(splice.Replacement)))
            .ToList();
        return Encoding.UTF8.GetString(TextSplice.Apply(_text, splices));
    }

    /// <summary>The document when the project is removed: it then holds none, as before the first was stored.</summary>
    public string WithoutProject()
    {
        var root = (JsonObject)_root.DeepClone();
        if (root[Models]?[ModelName] is JsonObject projects) projects.Remove(Name);
        return Encoding.UTF8.GetString(TextSplice.Apply(_text, JsonRewriting.Differences(_text, _root, root)));
    }

    /// <summary>The document with another flag beside <c>models</c>; null removes it.</summary>
    public string WithDisabledBesideModels(bool? disabled)
    {
        var root = (JsonObject)_root.DeepClone();
        if (disabled is { } flag) root[DisabledMember] = flag;
        else root.Remove(DisabledMember);
        return Encoding.UTF8.GetString(TextSplice.Apply(_text, JsonRewriting.Differences(_text, _root, root)));
    }

    private string WithFirst(JsonObject project)
    {
        var root = (JsonObject)_root.DeepClone();
        var ids = root[Ids] as JsonObject;
        if (ids is null) root[Ids] = ids = [];
        if (!ids.ContainsKey(ModelName)) ids[ModelName] = 1;
        var models = root[Models] as JsonObject;
        if (models is null) root[Models] = models = [];
        var projects = models[ModelName] as JsonObject;
        if (projects is null) models[ModelName] = projects = [];
        projects[Name] = project.ToJsonString(StrictJson.Writing);
        return root.ToJsonString(StrictJson.Indented);
    }

    private static bool? Flag(JsonObject source) => source[DisabledMember]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private JsonSpan ProjectToken()
    {
        var span = JsonSpan.Parse(_text);
        foreach (var member in (ReadOnlySpan<string>)[Models, ModelName, Name]) span = span.Children.Last(child => child.Name == member).Value;
        return span;
    }

    /// <summary>Where each byte of a string stands in its token, which begins and ends with a quote; the last is where the string ends.</summary>
    private static int[] StringPlaces(ReadOnlySpan<byte> token, int length)
    {
        var places = new int[length + 1];
        // A byte order mark at the string's beginning is no part of the project.
        var (at, written) = (1, -BomLength(token));
        while (at < token.Length - 1)
        {
            var (size, bytes) = token[at] != '\\' ? (1, 1) : token[at + 1] == 'u' ? EscapedSize(token[at..]) : (2, 1);
            for (var i = 0; i < bytes; i++, written++)
            {
                if (written >= 0) places[written] = at;
            }
            at += size;
        }
        places[length] = token.Length - 1;
        return places;
    }

    private static int BomLength(ReadOnlySpan<byte> token) =>
        token[1..].StartsWith("\uFEFF"u8) || (token.Length > 7 && Encoding.ASCII.GetString(token.Slice(1, 6)).Equals("\\ufeff", StringComparison.OrdinalIgnoreCase)) ? 3 : 0;

    private static (int Size, int Bytes) EscapedSize(ReadOnlySpan<byte> escape)
    {
        var unit = int.Parse(Encoding.ASCII.GetString(escape.Slice(2, 4)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return unit switch
        {
            < 0x80 => (6, 1),
            < 0x800 => (6, 2),
            // The parser has seen that the other half follows.
            >= 0xd800 and < 0xe000 => (12, 4),
            _ => (6, 3),
        };
    }

    private static byte[] Escape(byte[] text) =>
        Encoding.UTF8.GetBytes(StrictJson.Writing.Encoder!.Encode(Encoding.UTF8.GetString(text)));
}
