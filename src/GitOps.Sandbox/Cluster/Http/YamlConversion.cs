using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>YAML as JSON, with the plain scalars of the JSON schema of YAML.</summary>
internal static class YamlConversion
{
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static JsonNode? ToJson(ReadOnlySpan<byte> utf8)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Encoding.UTF8.GetString(utf8)));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
    }

    private static JsonNode? Convert(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Children)
                    result[((YamlScalarNode)key).Value ?? ""] = Convert(value);
                return result;
            case YamlSequenceNode list:
                return new JsonArray(list.Children.Select(Convert).ToArray());
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar:
                return Plain(scalar.Value ?? "");
            default:
                return ((YamlScalarNode)node).Value ?? "";
        }
    }

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
        _ when text.Any(char.IsAsciiDigit) && text.IndexOfAny(['.', 'e', 'E']) >= 0
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
