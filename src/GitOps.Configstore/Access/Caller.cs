using GitOps.Gitea;

namespace GitOps.Configstore.Access;

/// <summary>Who makes a request. What it does to Gitea is done with its own credential, so that Gitea judges it and names it as the author.</summary>
public sealed class Caller
{
    /// <summary>Gitea's login, or the name of a service.</summary>
    public required string Name { get; init; }

    /// <summary>Gitea's id of the user, which stays when they are renamed; 0 of a service or pod.</summary>
    public long UserId { get; init; }

    /// <summary>A site administrator of Gitea, with a credential that may see what administrators see.</summary>
    public bool IsOperator { get; init; }

    /// <summary>A part of the system, such as the actualizer, known by a service token.</summary>
    public bool IsService { get; init; }

    /// <summary>A pod of a workspace or sls-api, known by its own token; null for others.</summary>
    public CallingPod? Pod { get; init; }

    /// <summary>Gitea, asked with this caller's credential.</summary>
    public required GiteaClient Gitea { get; init; }

    /// <summary>By what answers about this caller are remembered; empty for who is not asked about.</summary>
    internal string TokenHash { get; init; } = "";

    /// <summary>Whether Gitea is asked with a credential of the caller, not with ours.</summary>
    public bool HasOwnCredential => TokenHash.Length > 0;

    public override string ToString() => Name;
}
