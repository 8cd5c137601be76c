using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Applying;

/// <summary>Between planning and writing somebody else made an object of the same name. What we wrote into it was taken back.</summary>
public sealed class AdoptionException(ObjectKey key, string managers)
    : ClusterException(key, $"{key} was made by {managers} at the same moment: delete or rename it, and it will be made.")
{
    public string Managers { get; } = managers;
}
