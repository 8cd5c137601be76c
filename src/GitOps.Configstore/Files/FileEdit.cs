using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Files;

/// <summary>What a request does to one file.</summary>
/// <param name="Content">Null when the file goes.</param>
internal sealed record FileEdit(RepositoryRole Role, string Path, byte[]? Content)
{
    /// <summary>Reads one member of the request; false with the reason when it is none.</summary>
    public static bool TryRead(string name, JsonNode? value, [NotNullWhen(true)] out FileEdit? edit, out string reason)
    {
        edit = null;
        if (!FilePath.TryParse(name, out var role, out var path))
        {
            // Clients of the predecessor know of one repository only. A name that begins with a role means that repository.
            var first = name.Split('/')[0];
            (role, path) = (RepositoryRole.Dev, name);
            if (RepositoryLayout.TryGetRole(first, out _) || !FilePath.IsPlain(path))
            {
                reason = $"'{name}' is no path of a file: dev/<path> or functions/<path>, slash-separated, without '.', '..', backslash, '%' and control characters.";
                return false;
            }
        }
        if (!TryReadContent(value, out var content, out reason))
        {
            reason = $"'{name}': {reason}";
            return false;
        }
        edit = new FileEdit(role, path, content);
        return true;
    }

    private static bool TryReadContent(JsonNode? value, out byte[]? content, out string reason)
    {
        (content, reason) = (null, "");
        if (value is null) return true;
        if (Text(value) is { } plain)
        {
            content = Encoding.UTF8.GetBytes(plain);
            return true;
        }
        if (value is JsonObject members && Text(members["content"]) is { } text)
        {
            switch (members["encoding"] is null ? "utf-8" : Text(members["encoding"]))
            {
                case "utf-8":
                    content = Encoding.UTF8.GetBytes(text);
                    return true;
                case "base64":
                    var decoded = new byte[text.Length];
                    if (Convert.TryFromBase64String(text, decoded, out var length))
                    {
                        content = decoded[..length];
                        return true;
                    }
                    reason = "the content is not base64.";
                    return false;
                default:
                    reason = "the encoding must be utf-8 or base64.";
                    return false;
            }
        }
        reason = "expected the file's text, {\"content\":…,\"encoding\":\"base64\"}, or null to delete it.";
        return false;
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
