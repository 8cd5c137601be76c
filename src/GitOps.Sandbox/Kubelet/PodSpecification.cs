using GitOps.Kubernetes.Objects;

namespace GitOps.Sandbox.Kubelet;

/// <summary>What is to run.</summary>
/// <param name="Pod">The pod as it was read; may be kept.</param>
public sealed record PodSpecification(KubernetesObject Pod)
{
    public string Namespace => Pod.Namespace;

    public string Name => Pod.Name;

    public string Uid => Pod.Uid;

    public IReadOnlyList<ContainerSpecification> InitContainers { get; } = ReadContainers(Pod, "initContainers");

    public IReadOnlyList<ContainerSpecification> Containers { get; } = ReadContainers(Pod, "containers");

    private static ContainerSpecification[] ReadContainers(KubernetesObject pod, string member) =>
        pod.Json.TryGetProperty("spec", out var spec) && spec.TryGetProperty(member, out var list) && list.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(one => new ContainerSpecification(one.GetProperty("name").GetString()!, one.TryGetProperty("image", out var image) ? image.GetString()! : ""))]
            : [];
}
