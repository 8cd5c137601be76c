using GitOps.Sandbox.Forge.Webhooks;

namespace GitOps.Sandbox.Forge;

/// <summary>What an embedded forge needs to start.</summary>
public sealed class ForgeOptions
{
    /// <summary>Where repositories and metadata live; created when missing. A forge started again with it goes on where it ended.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The site administrator's user name.</summary>
    public string AdminUser { get; init; } = "gitea_admin";

    /// <summary>The site administrator's mail address; null makes one of the name.</summary>
    public string? AdminEmail { get; init; }

    /// <summary>The site administrator's token; null makes a new one at every start, see <see cref="EmbeddedForge.AdminToken"/>.</summary>
    public string? AdminToken { get; init; }

    /// <summary>The address under which others reach the forge, for the links in its webhooks; null takes the one it is first called by.</summary>
    public Uri? RootUrl { get; init; }

    /// <summary>
    /// How long a push waits in the queue before the repository's update time moves and webhooks are sent; 0.2 to 4 seconds in Gitea with
    /// its default queue. None unless set, but never at once: git, the branches and the commits show a push before.
    /// </summary>
    public TimeSpan PushDelay { get; init; }

    /// <summary>What becomes of the pushes in the queue when the forge ends or is killed.</summary>
    public PushQueue Queue { get; init; }

    /// <summary>The longest wait for a webhook's receiver. Seconds; 5 as in Gitea.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often changed metadata is written to disk at most.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(1);
}
