using System.Text.Json.Nodes;
using GitOps.Model.Components;
using GitOps.Model.Names;

namespace GitOps.Model.Environments;

/// <summary>
/// <c>environments/&lt;environment&gt;.json</c> of the <c>dev</c> repository, on the environment's own branch: a merge patch
/// (RFC 7386) over the operator's settings. What it does not name, or names as null, is as the operator set it.
/// </summary>
public sealed record EnvironmentSettingsDocument
{
    /// <summary>Folder in the <c>dev</c> repository.</summary>
    public const string Folder = "environments/";

    /// <summary>The document as it was read.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>File that problems name: repository role and path.</summary>
    public required string File { get; init; }

    /// <summary>Pods of each component, by kind (<see cref="ComponentKinds"/>).</summary>
    public IReadOnlyDictionary<string, int> Replicas { get; init; } = new Dictionary<string, int>();

    /// <summary>What each container gets, by kind.</summary>
    public IReadOnlyDictionary<string, ResourceNeeds> Resources { get; init; } = new Dictionary<string, ResourceNeeds>();

    /// <summary>Further variables of containers, by kind, ordered by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlainVariable>> Variables { get; init; } = new Dictionary<string, IReadOnlyList<PlainVariable>>();

    /// <summary>Image tags, by kind.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Domain below which the environment's hosts lie; null: the operator's.</summary>
    public string? Domain { get; init; }

    /// <summary>Path in the <c>dev</c> repository.</summary>
    public static string PathOf(EnvironmentName environment) => $"{Folder}{environment}.json";
}
