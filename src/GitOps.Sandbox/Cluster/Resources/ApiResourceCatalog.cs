namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>The resources of this cluster by where they stand in the API's paths.</summary>
internal sealed class ApiResourceCatalog
{
    private readonly Dictionary<(string Group, string Version, string Plural), ApiResource> _byPath;

    public ApiResourceCatalog(IEnumerable<ApiResource> resources)
    {
        All = resources.ToArray();
        _byPath = All.ToDictionary(resource => (resource.Group, resource.Version, resource.Plural));
        Groups = All.Where(resource => resource.Group.Length > 0).GroupBy(resource => resource.Group, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)group.Select(resource => resource.Version).Distinct().ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<ApiResource> All { get; }

    /// <summary>Named groups with their versions, the preferred one first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; }

    public ApiResource? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    public ApiResource Get(string group, string version, string plural) => _byPath[(group, version, plural)];

    public ApiResource? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(resource => resource.Kind == kind && resource.ApiVersion == apiVersion);

    public bool HasVersion(string group, string version) => All.Any(resource => resource.Group == group && resource.Version == version);
}
