using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GitOps.Kubernetes.Configuration;

/// <summary>Reading access to YAML (of which JSON is a part) that says where it did not find what it looked for.</summary>
internal static class YamlReading
{
    public static YamlMappingNode ReadMapping(string file, string content)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(content));
            if (stream.Documents.Count == 0) return new YamlMappingNode();
            return stream.Documents[0].RootNode as YamlMappingNode ?? throw new KubeconfigException($"{file} is no kubeconfig: its root is no mapping.");
        }
        catch (YamlException error)
        {
            // The message of the parser quotes the file, which holds secrets: only the place is told.
            throw new KubeconfigException($"{file} is no YAML: line {error.Start.Line}, column {error.Start.Column}.");
        }
    }

    public static string? Text(this YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value: { Length: > 0 } text } scalar && !IsNull(scalar) ? text : null;

    public static bool Flag(this YamlMappingNode? node, string name) => string.Equals(node.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public static YamlMappingNode? Mapping(this YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(name, out var value) ? value as YamlMappingNode : null;

    public static IEnumerable<YamlNode> Items(this YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(name, out var value) && value is YamlSequenceNode sequence ? sequence.Children : [];

    public static IEnumerable<string> Texts(this YamlMappingNode? node, string name) =>
        node.Items(name).OfType<YamlScalarNode>().Select(item => item.Value ?? "");

    public static IEnumerable<string> Names(this YamlMappingNode? node) => node?.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "") ?? [];

    /// <summary>The YAML 1.2 JSON schema: plain scalars are typed, quoted ones are strings.</summary>
    public static JsonNode? ToJson(this YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", child.Value.ToJson()))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        if (scalar.Style != ScalarStyle.Plain) return scalar.Value;
        if (IsNull(scalar)) return null;
        if (bool.TryParse(scalar.Value, out var flag)) return flag;
        if (long.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var integer)) return integer;
        return double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : scalar.Value;
    }

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";
}
