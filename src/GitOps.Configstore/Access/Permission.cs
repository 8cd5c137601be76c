namespace GitOps.Configstore.Access;

/// <summary>What a caller may do; each includes those before it.</summary>
public enum Permission
{
    /// <summary>Be somebody whom Gitea knows: what the route shows is everybody's own.</summary>
    Known,

    /// <summary>See what is there. Gitea's <c>pull</c>.</summary>
    Read,

    /// <summary>Change it by commits. Gitea's <c>push</c>.</summary>
    Write,

    /// <summary>Make repositories beside those that are there. Gitea lets their owner alone, and administrators.</summary>
    Owner,

    /// <summary>Everything of everybody: Gitea's site administrators.</summary>
    Operator,
}
