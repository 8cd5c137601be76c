namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>A value that the declared type cannot hold.</summary>
internal sealed class SchemaMismatchException(string path, string expected, string found)
    : Exception($"{path}: expected {expected}, found {found}");
