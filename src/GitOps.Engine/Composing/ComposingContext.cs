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
    bool IsDebugUser)
{
    public ProblemList Problems => Documents.Problems;

    /// <summary>Image reference for this producer: debug users may get another version.</summary>
    public string Image(string image, string version, string debugVersion) =>
        $"{image}:{(IsDebugUser && debugVersion.Length > 0 ? debugVersion : version)}";
}
