using System.Reflection;

namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>
/// The structs of <c>kubernetes.schema</c>. Its grammar: a line without indentation names a struct; an indented one is
/// <c>field type flags</c>, where a type is a scalar, a struct, <c>*T</c>, <c>[]T</c> or <c>map:T</c>, and the flags are
/// <c>!</c> (a zero value is written), <c>keys=a,b</c>, <c>set</c>, <c>atomic</c> (server-side apply),
/// <c>merge=key</c> (strategic merge patch) and <c>default=value</c>.
/// </summary>
internal sealed class SchemaCatalog
{
    private const string ResourceName = "GitOps.Sandbox.Cluster.Schemas.kubernetes.schema";
    private static readonly Lazy<SchemaCatalog> Shared = new(ReadEmbedded);

    private readonly Dictionary<string, SchemaStruct> _structs = new(StringComparer.Ordinal);

    private SchemaCatalog()
    {
    }

    /// <summary>The catalogue of the built-in kinds; immutable.</summary>
    public static SchemaCatalog BuiltIn => Shared.Value;

    /// <summary>The root type of a built-in kind, for example <c>apps/v1.Deployment</c>.</summary>
    public SchemaType Root(string name) => new() { Kind = SchemaKind.Struct, Struct = _structs[name] };

    private static SchemaCatalog ReadEmbedded()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {ResourceName}; build it again.");
        using var reader = new StreamReader(stream);
        var catalog = new SchemaCatalog();
        SchemaStruct? current = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
                current!.Add(catalog.Field(words));
            else
                (current = catalog.Struct(words[0])).Atomic = words.Contains("atomic");
        }
        foreach (var (name, shape) in catalog._structs)
        {
            // Roots carry their type in the object; Go writes it first.
            if (shape.Field("metadata") is { Type.Struct.Name: "meta/v1.ObjectMeta" } && !name.EndsWith("TemplateSpec", StringComparison.Ordinal)
                && !name.EndsWith("ClaimTemplate", StringComparison.Ordinal))
            {
                shape.Add(new SchemaField("apiVersion", Scalar(SchemaKind.String), false, null));
                shape.Add(new SchemaField("kind", Scalar(SchemaKind.String), false, null));
            }
        }
        return catalog;
    }

    private static SchemaType Scalar(SchemaKind kind) => new() { Kind = kind };

    private SchemaStruct Struct(string name)
    {
        if (!_structs.TryGetValue(name, out var found))
            _structs.Add(name, found = new SchemaStruct(name));
        return found;
    }

    private SchemaField Field(string[] words)
    {
        var flags = words.AsSpan(2);
        string? Value(string flag, ReadOnlySpan<string> from)
        {
            foreach (var word in from)
            {
                if (word.StartsWith(flag, StringComparison.Ordinal))
                    return word[flag.Length..];
            }
            return null;
        }
        var keys = Value("keys=", flags)?.Split(',');
        var type = Type(words[1]);
        if (type.Kind == SchemaKind.List)
        {
            var mergeKey = Value("merge=", flags);
            type = new SchemaType
            {
                Kind = SchemaKind.List,
                Element = type.Element,
                Relationship = keys is not null ? ListRelationship.Keyed
                    : flags.Contains("set") ? ListRelationship.Set : ListRelationship.Atomic,
                Keys = keys?.Order(StringComparer.Ordinal).ToArray() ?? [],
                Merges = mergeKey is not null,
                MergeKey = string.IsNullOrEmpty(mergeKey) ? null : mergeKey,
            };
        }
        else if (flags.Contains("atomic"))
        {
            type = new SchemaType { Kind = type.Kind, Struct = type.Struct, Element = type.Element, Pointer = type.Pointer, Atomic = true };
        }
        return new SchemaField(words[0], type, flags.Contains("!"), Value("default=", flags));
    }

    private SchemaType Type(string text)
    {
        if (text[0] == '*')
        {
            var inner = Type(text[1..]);
            return new SchemaType { Kind = inner.Kind, Struct = inner.Struct, Element = inner.Element, Pointer = true };
        }
        if (text.StartsWith("[]", StringComparison.Ordinal))
            return new SchemaType { Kind = SchemaKind.List, Element = Type(text[2..]) };
        if (text.StartsWith("map:", StringComparison.Ordinal))
            return new SchemaType { Kind = SchemaKind.Map, Element = Type(text[4..]) };
        return text switch
        {
            "string" => Scalar(SchemaKind.String),
            "int" => Scalar(SchemaKind.Integer),
            "float" => Scalar(SchemaKind.Number),
            "bool" => Scalar(SchemaKind.Boolean),
            "bytes" => Scalar(SchemaKind.Bytes),
            "time" => Scalar(SchemaKind.Time),
            "microtime" => Scalar(SchemaKind.MicroTime),
            "quantity" => Scalar(SchemaKind.Quantity),
            "intorstring" => Scalar(SchemaKind.IntOrString),
            "raw" => SchemaType.Untyped,
            _ => new SchemaType { Kind = SchemaKind.Struct, Struct = Struct(text) },
        };
    }
}
