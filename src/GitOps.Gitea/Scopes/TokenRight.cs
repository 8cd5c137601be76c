namespace GitOps.Gitea.Scopes;

/// <summary>What a token's scopes allow, whatever its owner may do.</summary>
public enum TokenRight
{
    /// <summary>Change repositories: <c>write:repository</c>.</summary>
    WriteRepositories,

    /// <summary>Make repositories of the token's owner: <c>write:user</c> and <c>write:repository</c>.</summary>
    MakeRepositories,

    /// <summary>Change what is site administrators' to change: <c>write:admin</c>, and the owner is one.</summary>
    Administrate,
}
