using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Brings objects into a form that can be compared: configurations are trees, not texts.</summary>
internal static class GoldenObject
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string KeyOf(JsonObject found) => $"{found["kind"]} {found["metadata"]!["name"]}";

    /// <summary>The same for equal trees: the order of members has no meaning, that of items has.</summary>
    public static string Text(JsonNode found) => Sorted(found)!.ToJsonString(Indented);

    public static void ParseConfiguration(JsonObject found)
    {
        if (found["data"] is not JsonObject data || found["kind"]!.GetValue<string>() != "ConfigMap") return;
        foreach (var (name, text) in data.ToList())
            data[name] = Path.GetExtension(name) switch
            {
                ".yml" => ParseYaml(text!.GetValue<string>()),
                ".json" => JsonNode.Parse(text!.GetValue<string>()),
                _ => text!.DeepClone(),
            };
    }

    /// <summary>By another way than the product's own, so that neither hides the other's errors.</summary>
    public static JsonNode? ParseYaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Convert(stream.Documents.Single().RootNode);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => plain.Value switch
        {
            "null" => null,
            "true" => true,
            "false" => false,
            var text when long.TryParse(text, out var number) => number,
            var text => text,
        },
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"Unexpected {node.NodeType}."),
    };
}
