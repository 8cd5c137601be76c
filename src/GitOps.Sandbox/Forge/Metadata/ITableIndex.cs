namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>What a table keeps up to date for its readers.</summary>
internal interface ITableIndex<in T>
{
    void Replace(T? old, T? row);
}
