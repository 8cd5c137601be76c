using GitOps.Model.Documents;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing;

/// <summary>What a component kind composes from.</summary>
internal sealed record ComposingContext(
    EnvironmentSnapshot Snapshot,
    EnvironmentDocuments Documents,
    ComponentNames Names,
    CompositionSettings Settings,
    EnvironmentSettings Environment,
    PodCredential Credential,
    bool IsDebugUser)
{
    /// <summary>Whether somebody reads gateways' metrics, at the port of their admin API; else that port is open to the pod alone.</summary>
    public bool GatewaysAreScraped { get; init; }

    public ProblemList Problems => Documents.Problems;

    /// <summary>Image reference: the environment may choose the version, and debug users may get another.</summary>
    /// <param name="kind">One of <see cref="GitOps.Model.Environments.ComponentKinds.WithVersion"/>.</param>
    /// <param name="image">The operator's, without tag.</param>
    /// <param name="version">Tag for most.</param>
    /// <param name="debugVersion">Tag for debug users; empty: the same.</param>
    public string Image(string kind, string image, string version, string debugVersion) =>
        $"{image}:{Environment.VersionOf(kind) ?? (IsDebugUser && debugVersion.Length > 0 ? debugVersion : version)}";
}
