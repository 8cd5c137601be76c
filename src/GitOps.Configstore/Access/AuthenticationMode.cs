namespace GitOps.Configstore.Access;

/// <summary>Whether callers must show who they are.</summary>
public enum AuthenticationMode
{
    /// <summary>Everybody who reaches the configstore may do everything, in the administrator's name.</summary>
    Off,

    /// <summary>Callers show a token and may do what Gitea lets its owner do.</summary>
    Required,
}
