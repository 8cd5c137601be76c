using GitOps.Engine.Composing.Gateway.Configuration;
using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>The files that an Express Gateway reads at its start.</summary>
internal static class GatewayFiles
{
    /// <summary>Name in the config map, and path below the gateway's configuration folder.</summary>
    public static IReadOnlyList<(string Name, string Path)> All { get; } =
    [
        ("system.config.yml", "system.config.yml"),
        ("gateway.config.yml", "gateway.config.yml"),
        ("users.json", "models/users.json"),
        ("applications.json", "models/applications.json"),
        ("credentials.json", "models/credentials.json"),
        (RedisPlugin.File, RedisPlugin.File),
    ];

    public static IReadOnlyList<ConfigFile> Of(Model.LunchBadger.Gateway gateway, string configuration, CompositionSettings settings) =>
    [
        new ConfigFile("system.config.yml", SystemConfiguration.Write(gateway, settings)),
        new ConfigFile("gateway.config.yml", configuration),
        new ConfigFile("users.json", ConsumerModels.Users),
        new ConfigFile("applications.json", ConsumerModels.Applications),
        new ConfigFile("credentials.json", ConsumerModels.Credentials),
        new ConfigFile(RedisPlugin.File, RedisPlugin.Text),
    ];
}
