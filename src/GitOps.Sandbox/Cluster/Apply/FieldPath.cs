using System.Text;
using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>A path into an object: its last element and what leads to it.</summary>
/// <param name="Parent">Null at the root.</param>
/// <param name="Element">Wire form of <c>fieldsV1</c>.</param>
internal sealed record FieldPath(FieldPath? Parent, string Element)
{
    public static FieldPath Of(params ReadOnlySpan<string> names)
    {
        FieldPath? path = null;
        foreach (var name in names)
            path = new FieldPath(path, "f:" + name);
        return path ?? throw new ArgumentException("a path has at least one name", nameof(names));
    }

    /// <summary>The form of conflict messages, for example <c>.spec.containers[name="app"].image</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        Parent?.Write(text);
        var body = Element.AsSpan(2);
        switch (Element[0])
        {
            case 'f':
                text.Append('.').Append(body);
                break;
            case 'k':
                var keys = (JsonObject)JsonNode.Parse(Element[2..])!;
                text.Append('[').AppendJoin(',', keys.Select(key => $"{key.Key}={key.Value?.ToJsonString() ?? "null"}")).Append(']');
                break;
            case 'v':
                text.Append("[=").Append(body).Append(']');
                break;
            default:
                text.Append('[').Append(body).Append(']');
                break;
        }
    }
}
