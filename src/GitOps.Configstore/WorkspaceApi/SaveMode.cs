namespace GitOps.Configstore.WorkspaceApi;

/// <summary>What LoopBack's ways of saving do with an entity that is there already.</summary>
internal enum SaveMode
{
    /// <summary>It counts as the same one, and is merged, when it is named by its id; else the name is taken.</summary>
    Create,

    /// <summary>Members that are named are set, others stay.</summary>
    Merge,

    /// <summary>Members that are not named go.</summary>
    Replace,
}
