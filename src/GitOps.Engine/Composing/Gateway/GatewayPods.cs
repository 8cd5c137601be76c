using System.Globalization;
using GitOps.Engine.Composing.Gateway.Configuration;
using GitOps.Engine.Redis;
using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>What runs in a gateway's pods.</summary>
internal static class GatewayPods
{
    public const int Port = 8080;
    public const int AdminPort = 9876;

    /// <summary>By number: a name may stand for another address to who listens than to who calls.</summary>
    public const string Loopback = "127.0.0.1";

    public const string RedisPasswordKey = "redis-password";

    public const string ConfigPath = "/usr/src/app/lib/config";
    private const string ReadOnlyPath = "/tmp";
    private const string FilesVolume = "ro-configmap";
    private const string ConfigVolume = "config";

    public static IReadOnlyList<Volume> Volumes { get; } = [new ConfigFilesVolume(FilesVolume), new ScratchVolume(ConfigVolume)];

    public static Container Container(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var settings = context.Settings;
        return new Container
        {
            Name = "gateway",
            Image = context.Image(ComponentKinds.Gateway, settings.GatewayImage, settings.GatewayVersion, settings.GatewayDebugVersion),
            AlwaysPull = true,
            Readiness = new Probe { Port = Port, InitialDelay = 5, SuccessThreshold = 2 },
            Environment =
            [
                new PlainVariable("LB_PRODUCER", context.Snapshot.Producer.Value),
                new PlainVariable("EG_CONFIG_DIR", ConfigPath),
                new PlainVariable("LOG_LEVEL", settings.GatewayLogLevel),
                new PlainVariable("REDIS_HOST", settings.RedisHost),
                new PlainVariable("REDIS_PORT", settings.RedisPort.ToString(CultureInfo.InvariantCulture)),
                .. SignIn(gateway, context),
                // Whose consumers and credentials the gateway knows.
                new PlainVariable("EG_NAMESPACE", context.Names.RedisNamespace),
                .. context.Environment.VariablesOf(ComponentKinds.Gateway),
            ],
            Resources = context.Environment.ResourcesOf(ComponentKinds.Gateway),
            Ports = [new ContainerPort("gateway", Port), new ContainerPort("admin", AdminPort)],
            Mounts = [.. GatewayFiles.All.Select(file => new VolumeMount(ConfigVolume, $"{ConfigPath}/{file.Path}", file.Name))],
        };
    }

    /// <summary>A gateway with a Redis of its own gets nothing that opens the shared one.</summary>
    private static EnvironmentVariable[] SignIn(Model.LunchBadger.Gateway gateway, ComposingContext context) =>
        context.Settings.RedisAuthentication == RedisAuthentication.Required && SystemConfiguration.UsesSharedRedis(gateway)
            ? [new PlainVariable("REDIS_USERNAME", RedisUser.NameOf(context.Snapshot.Key)), new SecretVariable("REDIS_PASSWORD", RedisPasswordKey)]
            : [];

    /// <summary>Express Gateway's admin API writes its configuration, which a config map does not let it.</summary>
    public static Container CopyFiles(CompositionSettings settings) => new()
    {
        Name = "copy-ro-configmap",
        Image = settings.GatewayInitImage,
        Command = ["sh", "-c", string.Join(" && ", GatewayFiles.All.Select(file => $"cp {ReadOnlyPath}/{file.Name} {ConfigPath}/{file.Path}"))],
        Mounts =
        [
            .. GatewayFiles.All.Select(file => new VolumeMount(FilesVolume, $"{ReadOnlyPath}/{file.Name}", file.Name)),
            new VolumeMount(ConfigVolume, ConfigPath),
            new VolumeMount(ConfigVolume, $"{ConfigPath}/models"),
        ],
    };
}
