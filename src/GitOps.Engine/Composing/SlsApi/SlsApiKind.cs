using GitOps.Engine.Composing.Function;
using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.SlsApi;

/// <summary>The sls-api: one for every environment, also for one without functions. It edits and deploys the <c>functions</c> repository.</summary>
internal sealed class SlsApiKind : IComponentKind
{
    public const string App = "sls-api";

    public IEnumerable<Component> Compose(ComposingContext context) =>
    [
        new Component
        {
            App = App,
            Name = context.Names.Object(App),
            Labels = context.Names.Labels(App),
            Containers = [SlsApiPods.Container(context)],
            InitContainers = [GitInit.Container(context, App, context.Snapshot.Functions)],
            Secrets = context.Credential.SecretsOf(App, context),
            Volumes = GitInit.Volumes,
            ServicePorts = SlsApiRoutes.ServicePorts,
            Routes = SlsApiRoutes.Of(context.Names),
            Rollout = context.Environment.RolloutOf(ComponentKinds.SlsApi),
            ServiceAccountName = context.Settings.SlsServiceAccountName,
            // It asks the API server for something only where it deploys functions itself.
            MountsServiceAccountToken = context.Settings.FunctionsProvider == FunctionsProvider.None,
            PullSecretName = context.Settings.PullSecretOrNone(),
            SourceFile = "functions",
            SourcePath = "$",
        },
    ];
}
