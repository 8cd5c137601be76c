namespace GitOps.Configstore.Snapshots;

/// <summary>What an entry of a commit is. Only regular files are ever read.</summary>
public enum CommitFileKind
{
    Regular,

    /// <summary>Refused by name: where it leads is not the repository's to say.</summary>
    SymbolicLink,

    Submodule,
}
