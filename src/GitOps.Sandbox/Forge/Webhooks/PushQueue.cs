namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>Gitea's <c>[queue] TYPE</c>, as far as it matters when Gitea ends: what becomes of the pushes that it took and did not handle yet.</summary>
public enum PushQueue
{
    /// <summary>They are handled after the next start. Gitea's default.</summary>
    Level,

    /// <summary>They are lost: git has their commits, and nothing ever tells of them.</summary>
    Channel,
}
