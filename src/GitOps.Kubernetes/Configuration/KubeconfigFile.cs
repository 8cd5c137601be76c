using YamlDotNet.RepresentationModel;

namespace GitOps.Kubernetes.Configuration;

/// <summary>One kubeconfig file: named clusters, users and contexts, each knowing the file that its relative paths start from.</summary>
internal sealed record KubeconfigFile
{
    public required string? CurrentContext { get; init; }

    public required IReadOnlyList<KubeconfigEntry> Clusters { get; init; }

    public required IReadOnlyList<KubeconfigEntry> Users { get; init; }

    public required IReadOnlyList<KubeconfigEntry> Contexts { get; init; }

    public static KubeconfigFile Parse(string path, string content)
    {
        var root = YamlReading.ReadMapping(path, content);
        return new KubeconfigFile
        {
            CurrentContext = root.Text("current-context"),
            Clusters = Entries(path, root, "clusters", "cluster"),
            Users = Entries(path, root, "users", "user"),
            Contexts = Entries(path, root, "contexts", "context"),
        };
    }

    private static KubeconfigEntry[] Entries(string path, YamlMappingNode root, string list, string member) =>
        [.. root.Items(list).OfType<YamlMappingNode>()
            .Where(item => item.Text("name") is not null)
            .Select(item => new KubeconfigEntry(item.Text("name")!, item.Mapping(member) ?? new YamlMappingNode(), path))];
}
