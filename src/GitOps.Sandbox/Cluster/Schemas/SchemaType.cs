namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>The type of one field. Structs share their fields; lists carry the semantics of their field.</summary>
internal sealed class SchemaType
{
    public static readonly SchemaType Untyped = new() { Kind = SchemaKind.Untyped };

    public required SchemaKind Kind { get; init; }

    /// <summary>Whether the Go field is a pointer: a zero value that was sent is kept.</summary>
    public bool Pointer { get; init; }

    /// <summary>Element type of a list or map.</summary>
    public SchemaType? Element { get; init; }

    /// <summary>The struct that this type names; its fields are resolved when the catalogue is complete.</summary>
    public SchemaStruct? Struct { get; init; }

    public ListRelationship Relationship { get; init; }

    /// <summary>The key fields of a <see cref="ListRelationship.Keyed"/> list, in ordinal order.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whether the struct or map has one owner and is replaced whole.</summary>
    public bool Atomic { get => field || Struct is { Atomic: true }; init; }

    /// <summary>Whether a strategic merge patch merges this list; by <see cref="MergeKey"/>, or as a set of scalars without one.</summary>
    public bool Merges { get; init; }

    public string? MergeKey { get; init; }

    /// <summary>The type of a member of a struct, map or untyped object; null when the struct does not declare it.</summary>
    public SchemaType? Member(string name) => Kind switch
    {
        SchemaKind.Struct => Struct!.Field(name)?.Type,
        SchemaKind.Map => Element,
        SchemaKind.Untyped => Untyped,
        _ => null,
    };
}
