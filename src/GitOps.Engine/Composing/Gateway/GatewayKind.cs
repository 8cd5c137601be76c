using GitOps.Model.Components;
using GitOps.Model.Documents;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>The gateways: one for each that stands in the project.</summary>
internal sealed class GatewayKind(CompositionSettings settings) : IComponentKind
{
    public const string App = "gateway";

    private readonly Dictionary<string, SecretText> _secrets = new() { [GatewayPods.RedisPasswordKey] = new SecretText(settings.RedisPassword) };

    public IEnumerable<Component> Compose(ComposingContext context)
    {
        foreach (var gateway in context.Documents.Project.Gateways)
        {
            var routes = GatewayRoutes.Of(gateway, context);
            var component = new Component
            {
                App = App,
                Name = context.Names.Object(App, gateway.Instance),
                Labels = Labels(gateway, context),
                Containers = [GatewayPods.Container(context)],
                InitContainers = [GatewayPods.CopyFiles(settings)],
                Volumes = GatewayPods.Volumes,
                ConfigFiles = GatewayFiles.Of(gateway, context),
                Secrets = _secrets,
                ServicePorts = GatewayRoutes.ServicePorts,
                ServiceAnnotations = GatewayRoutes.ServiceAnnotations,
                Routes = routes,
                Rollout = settings.ToRollout(),
                PullSecretName = settings.PullSecretOrNone(),
                SourceFile = EnvironmentDocuments.ProjectFile,
                SourcePath = gateway.Source.GetPath(),
            };
            GatewayLimits.Check(component, gateway, context);
            yield return component;
        }
    }

    private static Dictionary<string, string> Labels(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var labels = context.Names.Labels(App);
        labels["id"] = gateway.Id;
        labels["instance"] = gateway.Instance;
        return labels;
    }
}
