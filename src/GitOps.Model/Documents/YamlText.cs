using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Model.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GitOps.Model.Documents;

/// <summary>
/// Parses YAML of unknown origin into the same tree as JSON: the core schema of YAML 1.2 with anchors, aliases and merge keys,
/// but with bounds on depth and on nodes after expansion, and no duplicate keys. Never throws.
/// </summary>
internal sealed class YamlText
{
    public const int MaxDepth = 64;

    /// <summary>Nodes a document may have once its aliases are written out.</summary>
    public const int MaxNodes = 20_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlText(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The mapping that <paramref name="text"/> is; null after having added the problem.</summary>
    public static JsonObject? ParseObject(string text, string file, ProblemList problems)
    {
        var yaml = new YamlText(text);
        try
        {
            if (yaml.ReadDocument() is JsonObject root) return root;
            problems.Add(file, "$", "Expected a YAML mapping (name: value).");
        }
        catch (YamlException notYaml)
        {
            // A refusal of ours says why; the parser's own message may repeat what it read.
            var line = (int)Math.Clamp(notYaml.Start.Line, 1, int.MaxValue);
            problems.Add(file, "$", notYaml is RefusedYamlException ? notYaml.Message : $"Is not YAML at line {line}, column {notYaml.Start.Column}.", line);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The parser has no exception of its own for some texts that are broken enough (found by mutation): they are no YAML all the same.
            var line = (int)Math.Clamp(yaml._parser.Current?.Start.Line ?? 1, 1, int.MaxValue);
            problems.Add(file, "$", $"Is not YAML after line {line}.", line);
        }
        return null;
    }

    private JsonNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _)) throw Refuse(_parser.Current!, "Holds more than one YAML document");
        return root;
    }

    private JsonNode? ReadNode(int depth)
    {
        var start = _parser.Current ?? (_parser.MoveNext() ? _parser.Current! : throw new YamlException("Ends early."));
        if (depth > MaxDepth) throw Refuse(start, $"Is nested deeper than {MaxDepth} levels");
        Count(start);
        switch (start)
        {
            case AnchorAlias alias:
                _parser.Consume<AnchorAlias>();
                if (!_anchors.TryGetValue(alias.Value.Value, out var anchored)) throw Refuse(alias, "Refers to an anchor that is not written above");
                return Copy(anchored, alias, depth);
            case Scalar scalar:
                _parser.Consume<Scalar>();
                return Remember(scalar, Resolve(scalar));
            case SequenceStart sequence:
                return Remember(sequence, ReadSequence(depth));
            case MappingStart mapping:
                return Remember(mapping, ReadMapping(depth));
            default:
                throw Refuse(start, "Holds something unexpected");
        }
    }

    private JsonArray ReadSequence(int depth)
    {
        _parser.Consume<SequenceStart>();
        var items = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1));
        return items;
    }

    private JsonObject ReadMapping(int depth)
    {
        _parser.Consume<MappingStart>();
        var members = new JsonObject();
        List<JsonObject>? merged = null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key)) throw Refuse(_parser.Current!, "Has a key that is no plain text");
            Count(key);
            var value = ReadNode(depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged ??= [];
                foreach (var source in value is JsonArray several ? [.. several] : new[] { value })
                    merged.Add(source as JsonObject ?? throw Refuse(key, "Merges ('<<') something that is no mapping"));
                continue;
            }
            if (!members.TryAdd(key.Value, value)) throw Refuse(key, $"Names the key '{Shorten(key.Value)}' twice in one mapping");
        }
        foreach (var source in merged ?? [])
        {
            foreach (var (name, value) in source)
            {
                if (!members.ContainsKey(name)) members.Add(name, value?.DeepClone());
            }
        }
        return members;
    }

    private JsonNode? Remember(NodeEvent start, JsonNode? node)
    {
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor.Value] = node;
        return node;
    }

    /// <summary>Writes an alias out, counting what that makes: a few lines of aliases can stand for billions of nodes.</summary>
    private JsonNode? Copy(JsonNode? node, ParsingEvent alias, int depth)
    {
        if (depth > MaxDepth) throw Refuse(alias, $"Is nested deeper than {MaxDepth} levels");
        Count(alias);
        switch (node)
        {
            case JsonObject members:
                var copiedMembers = new JsonObject();
                foreach (var (name, value) in members) copiedMembers.Add(name, Copy(value, alias, depth + 1));
                return copiedMembers;
            case JsonArray items:
                var copiedItems = new JsonArray();
                foreach (var item in items) copiedItems.Add(Copy(item, alias, depth + 1));
                return copiedItems;
            default:
                return node?.DeepClone();
        }
    }

    private void Count(ParsingEvent at)
    {
        if (++_nodes > MaxNodes) throw Refuse(at, $"Has more than {MaxNodes} nodes once its aliases are written out");
    }

    private static JsonValue? Resolve(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty) return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                && double.IsFinite(real) && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') => JsonValue.Create(real),
            var text => JsonValue.Create(text),
        };
    }

    private static RefusedYamlException Refuse(ParsingEvent at, string why) =>
        new(at.Start, at.End, $"{why} (line {at.Start.Line}).");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
