namespace GitOps.EndToEnd.Tests.World;

/// <summary>The secrets of a world: texts that are easy to search all output for.</summary>
public static class Sentinels
{
    public const string RedisPassword = "sentinel-redis-password-4711";
    public const string RedisUserKey = "sentinel-redis-user-key-4711-4711-4711";
    public const string GiteaToken = "5e471e1a5e471e1a5e471e1a5e471e1a5e471e1a";
    public const string WebhookSecret = "sentinel-webhook-secret-4711";
    public const string ActualizerToken = "sentinel-actualizer-token-4711";
    public const string OperatorToken = "sentinel-operator-token-4711";
    public const string ClusterToken = "sentinel-cluster-token-4711";

    public static IReadOnlyList<string> All => [RedisPassword, RedisUserKey, GiteaToken, WebhookSecret, ActualizerToken, OperatorToken, ClusterToken];
}
