namespace GitOps.EndToEnd.Tests.World;

/// <summary>Where producers' objects are made.</summary>
public enum NamespaceMode
{
    /// <summary>All in one namespace.</summary>
    Shared,

    /// <summary>Each producer's in a namespace of its own.</summary>
    Own,
}
