using GitOps.Model.Pods;

namespace GitOps.Configstore.Access;

/// <summary>A pod of the system's own components.</summary>
/// <param name="Identity">What its token says.</param>
/// <param name="Name">What it calls itself; null when it does not.</param>
public sealed record CallingPod(PodIdentity Identity, string? Name);
