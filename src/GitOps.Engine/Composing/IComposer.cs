using GitOps.Model.Snapshots;

namespace GitOps.Engine.Composing;

/// <summary>Turns desired state into manifests. Reads nothing but its arguments, so the same snapshot always gives the same answer.</summary>
public interface IComposer
{
    Composition Compose(EnvironmentSnapshot snapshot);
}
