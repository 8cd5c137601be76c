using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>ConfigMaps and Secrets: keys that are file names, size, immutability.</summary>
internal sealed class ConfigurationStrategy(bool secret) : ResourceStrategy
{
    private const int MaximumBytes = 1024 * 1024;
    private static readonly string[] Members = ["data", "binaryData"];

    public override void Default(JsonObject value)
    {
        if (!secret)
            return;
        value.Default("type", "Opaque");
        if (value.Object("stringData") is not { } texts)
            return;
        // What is written as text is stored as bytes, and the text is forgotten.
        var data = value.Ensure("data");
        foreach (var (key, text) in texts)
            data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.AsText() ?? ""));
        value.Remove("stringData");
    }

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var size = 0;
        foreach (var member in Members)
        {
            foreach (var (key, content) in value.Object(member) ?? [])
            {
                errors.Check($"{member}[{key}]", key, Names.ConfigKeyProblem(key));
                var text = content.AsText() ?? "";
                size += secret || member == "binaryData" ? text.Length / 4 * 3 : System.Text.Encoding.UTF8.GetByteCount(text);
            }
        }
        if (size > MaximumBytes)
            errors.Invalid(secret ? "data" : "", "\"\"", $"Too long: must have at most {MaximumBytes} bytes");
    }

    public override void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors)
    {
        if (secret && updated.Text("type") != live.Text("type"))
            errors.InvalidText("type", updated.Text("type") ?? "", "field is immutable");
        if (!live.Flag("immutable"))
            return;
        if (!updated.Flag("immutable"))
            errors.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var member in Members)
        {
            if (!JsonNode.DeepEquals(updated[member], live[member]))
                errors.Forbidden(member, "field is immutable when `immutable` is set");
        }
    }
}
