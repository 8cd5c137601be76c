namespace GitOps.Sandbox.Hosting;

/// <summary>The settings that the sandbox gives to the processes: their defaults, but for addresses, secrets and patience.</summary>
public static class SandboxSettings
{
    /// <summary>Namespace that everything is made in.</summary>
    public const string Namespace = "customer";

    /// <summary>What the configstore is called among the forge's applications.</summary>
    public const string OAuthClientId = "sandbox-configstore";

    /// <summary>
    /// Only different complete listings tell that something is gone. With the default pauses between them, which are for thousands of
    /// producers, an environment whose branch is deleted would stay for a quarter of an hour; so it is half a minute.
    /// </summary>
    private const string SecondsBetweenListings = "10";

    /// <summary>Where a process listens is the sandbox's to say.</summary>
    private const string LifetimeLevel = "Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime";

    public static Dictionary<string, string?> Configstore(
        Uri giteaUrl, string giteaToken, SandboxSecrets secrets, Uri publicUrl, Uri actualizerUrl, string dataDirectory, bool withLogin) => new()
        {
            ["GITEA_URL"] = giteaUrl.ToString(),
            ["GITEA_TOKEN"] = giteaToken,
            ["REPO_PREFIX"] = "customer",
            ["FULL_SCAN_INTERVAL"] = SecondsBetweenListings,
            ["WEBHOOK_SECRET"] = secrets.WebhookSecret,
            ["SERVICE_TOKENS"] = $"actualizer:{secrets.ActualizerToken}",
            ["POD_TOKEN_KEY"] = secrets.PodTokenKey,
            ["OAUTH_CLIENT_ID"] = withLogin ? OAuthClientId : "",
            ["OAUTH_CLIENT_SECRET"] = withLogin ? secrets.OAuthClientSecret : "",
            ["PUBLIC_URL"] = publicUrl.ToString(),
            ["ACTUALIZER_URL"] = actualizerUrl.ToString(),
            ["DATA_DIR"] = dataDirectory,
            ["LOG_LEVEL"] = "Warning",
            [LifetimeLevel] = "Warning",
        };

    /// <remarks>
    /// Pods of the sandbox are simulated and ready at once: a minute of patience before the old ones go, the default for real
    /// ones, would only hide what happens.
    /// </remarks>
    public static Dictionary<string, string?> Actualizer(Uri configstoreUrl, string kubeconfig, SandboxSecrets secrets, string? namespaceTemplate = null) => new()
    {
        ["CONFIGSTORE_URL"] = configstoreUrl.ToString(),
        ["CONFIGSTORE_TOKEN"] = secrets.ActualizerToken,
        ["KUBECONFIG"] = kubeconfig,
        ["CUSTOMER_DOMAIN"] = "sandbox.localhost",
        ["CUSTOMER_NAMESPACE"] = "customer",
        ["ACTUALIZER_TARGET_NAMESPACE"] = Namespace,
        ["NAMESPACE_TEMPLATE"] = namespaceTemplate,
        ["MIN_READY_SECONDS"] = "2",
        ["SLEEP_TIME"] = SecondsBetweenListings + "000",
        ["GRACE_PERIOD"] = "20",
        ["POD_TOKEN_KEY"] = secrets.PodTokenKey,
        ["REDIS_USER_KEY"] = secrets.RedisUserKey,
        // Of nobody: the users are SimulatedRedisUsers.
        ["REDIS_ADMIN_PASSWORD"] = "simulated",
        ["LOG_LEVEL"] = "Warning",
        [LifetimeLevel] = "Warning",
    };
}
