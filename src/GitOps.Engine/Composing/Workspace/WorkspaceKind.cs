using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Workspace;

/// <summary>The workspace: one for every environment, also for one without a project. It runs the LoopBack project of the <c>dev</c> repository.</summary>
internal sealed class WorkspaceKind : IComponentKind
{
    public const string App = "workspace";

    /// <summary>Port of the service under which the LoopBack project itself answers.</summary>
    public const int ProjectPort = WorkspaceRoutes.Project;

    public IEnumerable<Component> Compose(ComposingContext context) =>
    [
        new Component
        {
            App = App,
            Name = context.Names.Object(App),
            Labels = context.Names.Labels(App),
            Containers = [WorkspacePods.Container(context)],
            InitContainers = [GitInit.Container(context, App, context.Snapshot.Dev)],
            Secrets = context.Credential.SecretsOf(App, context),
            Volumes = WorkspacePods.Volumes(context.Settings),
            ServicePorts = WorkspaceRoutes.ServicePorts,
            Routes = WorkspaceRoutes.Of(context.Names),
            Rollout = context.Environment.RolloutOf(ComponentKinds.Workspace),
            PullSecretName = context.Settings.PullSecretOrNone(),
            SourceFile = "dev",
            SourcePath = "$",
        },
    ];
}
