using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge.Recordings;

/// <summary>One call that was recorded against a real Gitea, or one webhook that it sent.</summary>
internal sealed record Recording(string Name, JsonNode Content)
{
    /// <summary>Every recording, in the order of the session that they were made in.</summary>
    public static IReadOnlyList<Recording> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Fixtures.Folder("gitea"), "recordings"), "*.json")
            .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Order(StringComparer.Ordinal)
            .Select(path => new Recording(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllText(path))!)),
    ];

    public int Number => int.Parse(Name.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);

    public bool IsDelivery => Content["kind"]?.GetValue<string>() == "webhook-delivery";

    public string Method => Content["request"]!["method"]!.GetValue<string>();

    public string Target => Content["request"]!["path"]!.GetValue<string>();

    public int Status => Content["response"]!["status"]!.GetValue<int>();

    public JsonNode? Body => IsDelivery ? Content["body"] : Content["response"]!["body"];

    public string? BodyText => Content["response"]?["body_text"]?.GetValue<string>();

    public IReadOnlyDictionary<string, string> Headers => Read(IsDelivery ? Content["headers"] : Content["response"]!["headers"]);

    public IReadOnlyDictionary<string, string> RequestHeaders => Read(Content["request"]!["headers"]);

    /// <summary>The request's body as it was sent: JSON, or text that is not JSON on purpose; null for none.</summary>
    public string? RequestBody => Content["request"]!["body"] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var json => json.ToJsonString(Unescaped),
    };

    public override string ToString() => Name;

    // The placeholders in the recordings hold angle brackets.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Dictionary<string, string> Read(JsonNode? headers) =>
        headers!.AsObject().ToDictionary(header => header.Key, header => header.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);
}
