using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>A resource of the API: its names, its schema, and the rules for writing it.</summary>
internal sealed class ApiResource
{
    /// <summary>Empty for the core group.</summary>
    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public required bool Namespaced { get; init; }

    public required SchemaType Schema { get; init; }

    public ResourceStrategy Strategy { get; init; } = new();

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Field selectors beyond the name and the namespace, as paths into the object.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Whether <c>/status</c> exists; the main resource then leaves the status alone.</summary>
    public bool HasStatus { get; init; }

    public bool HasScale { get; init; }

    /// <summary>Subresources that only the HTTP layer knows, for example <c>log</c>.</summary>
    public IReadOnlyList<ApiSubresource> Subresources { get; init; } = [];

    /// <summary>Whether <c>metadata.generation</c> counts changes of the specification.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether a deletion answers with the object and not with a Status.</summary>
    public bool ReturnsDeleted { get; init; }

    /// <summary>Whether a PUT of a missing object creates it.</summary>
    public bool CreatesOnUpdate { get; init; }

    /// <summary>Whether an update may leave out the resource version.</summary>
    public bool AllowsUnconditionalUpdate { get; init; } = true;

    /// <summary>The resource in which objects are stored, when this one is another view of it.</summary>
    public ApiResource? StoredAs { get; init; }

    /// <summary>From the stored form to this one; null when they are the same.</summary>
    public Func<JsonObject, JsonObject>? FromStored { get; init; }

    /// <summary>From this form to the stored one; null when they are the same.</summary>
    public Func<JsonObject, JsonObject>? ToStored { get; init; }

    /// <summary>For example <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>For example <c>deployments.apps</c>.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Key of the table that holds the objects.</summary>
    public string StorageKey => StoredAs?.StorageKey ?? Qualified;

    public override string ToString() => Qualified;
}
