namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>A struct of the API with its fields in declaration order.</summary>
internal sealed class SchemaStruct(string name)
{
    private readonly Dictionary<string, SchemaField> _byName = new(StringComparer.Ordinal);
    private readonly List<SchemaField> _fields = [];

    public string Name { get; } = name;

    /// <summary>Whether values of this struct have one owner and are replaced whole.</summary>
    public bool Atomic { get; set; }

    public IReadOnlyList<SchemaField> Fields => _fields;

    public SchemaField? Field(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Used while the catalogue is read.</summary>
    public void Add(SchemaField field)
    {
        _byName.Add(field.Name, field);
        _fields.Add(field);
    }
}
