namespace GitOps.Gitea.Webhooks;

/// <summary>What a delivery's signature is worth. Only <see cref="Genuine"/> may be read further.</summary>
public enum WebhookVerdict
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>There is something that is no signature.</summary>
    Malformed,

    /// <summary>It is of other bytes or another secret.</summary>
    Wrong,

    Genuine,
}
