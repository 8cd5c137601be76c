namespace GitOps.Gitea.Webhooks;

/// <summary>The mails under which the system itself commits.</summary>
public static class SystemBots
{
    /// <summary>Compared without regard to case.</summary>
    public static IReadOnlySet<string> Mails { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "sls-bot@lunchbadger.com", "support@lunchbadger.com" };
}
