using System.Text.Json;
using GitOps.Testing;

namespace GitOps.Gitea.Tests.Recordings;

/// <summary>One recorded call to a real Gitea 1.26.3, or one delivery that it made.</summary>
public sealed class Recording
{
    private readonly JsonElement _root;

    private Recording(string path)
    {
        Path = path;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        _root = document.RootElement.Clone();
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsDelivery => _root.TryGetProperty("kind", out _);

    public string Method => _root.GetProperty("request").GetProperty("method").GetString()!;

    /// <summary>Path and query.</summary>
    public string Target => _root.GetProperty("request").GetProperty("path").GetString()!;

    public JsonElement RequestBody => _root.GetProperty("request").GetProperty("body");

    public IReadOnlyDictionary<string, string> RequestHeaders => Headers(_root.GetProperty("request"));

    public int Status => _root.GetProperty("response").GetProperty("status").GetInt32();

    public IReadOnlyDictionary<string, string> ResponseHeaders => Headers(_root.GetProperty("response"));

    /// <summary>The answer's JSON; undefined when it was text.</summary>
    public JsonElement Body => _root.GetProperty("response").TryGetProperty("body", out var body) ? body : default;

    public string BodyText => Body.ValueKind == JsonValueKind.Undefined
        ? _root.GetProperty("response").TryGetProperty("body_text", out var text) ? text.GetString()! : ""
        : Body.GetRawText();

    public IReadOnlyDictionary<string, string> DeliveryHeaders => Headers(_root);

    public string DeliverySecret => _root.GetProperty("secret_used_for_signature").GetString()!;

    /// <summary>The delivery's body, byte for byte.</summary>
    public byte[] DeliveryBytes => File.ReadAllBytes(System.IO.Path.ChangeExtension(Path, ".raw"));

    public static IReadOnlyList<Recording> All { get; } =
        [.. Directory.GetFiles(Fixtures.Folder("gitea/recordings"), "*.json")
            .Where(path => char.IsAsciiDigit(System.IO.Path.GetFileName(path)[0]))
            .Order(StringComparer.Ordinal)
            .Select(path => new Recording(path))];

    public static Recording Named(string name) => All.Single(recording => recording.Name == name);

    public override string ToString() => Name;

    private static Dictionary<string, string> Headers(JsonElement message) => message.GetProperty("headers").EnumerateObject()
        .ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
}
