using GitOps.Model.Names;

namespace GitOps.Model.Pods;

/// <summary>What a pod's token says of the pod: the component that it belongs to, and whose it is.</summary>
/// <param name="App">Component, such as <c>workspace</c>.</param>
/// <param name="Environment">Producer, project and environment.</param>
public sealed record PodIdentity(string App, EnvironmentKey Environment)
{
    public override string ToString() => $"{App} of {Environment}";
}
