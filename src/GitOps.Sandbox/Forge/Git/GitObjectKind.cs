namespace GitOps.Sandbox.Forge.Git;

/// <summary>The four kinds of object in a git object store.</summary>
public enum GitObjectKind
{
    Blob,
    Tree,
    Commit,
    Tag,
}
