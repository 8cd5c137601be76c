namespace GitOps.Sandbox.Cluster.Http;

/// <summary>The forms in which objects are sent.</summary>
internal enum Representation
{
    Object,
    Table,
    PartialMetadata,
}
