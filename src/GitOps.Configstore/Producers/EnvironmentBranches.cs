using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GitOps.Configstore.Producers;

/// <summary>
/// The branches <c>env/&lt;name&gt;</c> of a repository and their commits, ordered by name. Equal when they hold the same. Most
/// repositories have none, and share one empty instance.
/// </summary>
[JsonConverter(typeof(EnvironmentBranchesConverter))]
public sealed class EnvironmentBranches : IEquatable<EnvironmentBranches>
{
    private readonly ImmutableSortedDictionary<EnvironmentName, string> _heads;

    private EnvironmentBranches(ImmutableSortedDictionary<EnvironmentName, string> heads) => _heads = heads;

    public static EnvironmentBranches None { get; } = new(ImmutableSortedDictionary<EnvironmentName, string>.Empty);

    public IEnumerable<EnvironmentName> Names => _heads.Keys;

    public int Count => _heads.Count;

    /// <summary>The commit of an environment's branch; null when there is none.</summary>
    public string? Find(EnvironmentName environment) => _heads.GetValueOrDefault(environment);

    public EnvironmentBranches With(EnvironmentName environment, string commit) => new(_heads.SetItem(environment, commit));

    public EnvironmentBranches Without(EnvironmentName environment)
    {
        var rest = _heads.Remove(environment);
        return rest.IsEmpty ? None : new(rest);
    }

    public bool Equals(EnvironmentBranches? other) => other is not null && (ReferenceEquals(this, other) || _heads.SequenceEqual(other._heads));

    public override bool Equals(object? obj) => Equals(obj as EnvironmentBranches);

    public override int GetHashCode() => _heads.Count == 0 ? 0 : HashCode.Combine(_heads.Count, _heads.First());

    internal IEnumerable<KeyValuePair<EnvironmentName, string>> Heads => _heads;

    internal static EnvironmentBranches Of(ImmutableSortedDictionary<EnvironmentName, string> heads) => heads.IsEmpty ? None : new(heads);
}
