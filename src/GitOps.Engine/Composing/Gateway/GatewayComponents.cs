using GitOps.Engine.Composing.Gateway.Configuration;
using GitOps.Engine.Redis;
using GitOps.Model.Components;
using GitOps.Model.Documents;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>Makes the component of a gateway, whoever wished for it.</summary>
internal sealed class GatewayComponents(CompositionSettings settings)
{
    private static readonly IReadOnlyDictionary<string, SecretText> NoSecrets = new Dictionary<string, SecretText>();

    private readonly RedisPasswords _passwords = new(settings.RedisUserKey);

    /// <param name="configuration">Its <c>gateway.config.yml</c>.</param>
    public Component Of(Model.LunchBadger.Gateway gateway, string configuration, ComposingContext context)
    {
        var component = new Component
        {
            App = GatewayKind.App,
            Name = context.Names.Object(GatewayKind.App, gateway.Instance),
            Labels = Labels(gateway, context),
            Containers = [GatewayPods.Container(gateway, context)],
            InitContainers = [GatewayPods.CopyFiles(settings)],
            Volumes = GatewayPods.Volumes,
            ConfigFiles = GatewayFiles.Of(gateway, configuration, settings),
            Secrets = SecretsOf(gateway, context),
            ServicePorts = GatewayRoutes.ServicePorts,
            ServiceAnnotations = context.GatewaysAreScraped ? GatewayRoutes.ScrapeAnnotations : GatewayRoutes.NoAnnotations,
            Routes = GatewayRoutes.Of(gateway, context),
            Rollout = context.Environment.RolloutOf(ComponentKinds.Gateway),
            PullSecretName = settings.PullSecretOrNone(),
            SourceFile = EnvironmentDocuments.ProjectFile,
            SourcePath = gateway.Source.GetPath(),
        };
        GatewayLimits.Check(component, gateway, context);
        return component;
    }

    private IReadOnlyDictionary<string, SecretText> SecretsOf(Model.LunchBadger.Gateway gateway, ComposingContext context) =>
        settings.RedisAuthentication == RedisAuthentication.Required && SystemConfiguration.UsesSharedRedis(gateway)
            ? new Dictionary<string, SecretText>(StringComparer.Ordinal) { [GatewayPods.RedisPasswordKey] = SecretText.Random(_passwords.Of(context.Snapshot.Key)) }
            : NoSecrets;

    private static Dictionary<string, string> Labels(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var labels = context.Names.Labels(GatewayKind.App);
        labels["id"] = gateway.Id;
        labels["instance"] = gateway.Instance;
        return labels;
    }
}
