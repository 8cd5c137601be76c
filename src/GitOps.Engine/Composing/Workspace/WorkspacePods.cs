using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Workspace;

/// <summary>What runs in a workspace's pods.</summary>
internal static class WorkspacePods
{
    public const int ProjectApiPort = 4230;
    public const int WorkspaceApiPort = 4231;
    public const int ProjectPort = 3000;

    private const string TritonSecret = "triton-keypair";

    public static Container Container(ComposingContext context)
    {
        var settings = context.Settings;
        return new Container
        {
            Name = "lunchbadger-workspace",
            Image = context.Image(ComponentKinds.Workspace, settings.WorkspaceImage, settings.WorkspaceVersion, settings.WorkspaceDebugVersion),
            AlwaysPull = true,
            Readiness = new Probe { Port = WorkspaceApiPort, HttpPath = "/", InitialDelay = 15, SuccessThreshold = 2 },
            Environment =
            [
                .. context.Credential.Variables,
                new PlainVariable("GIT_URL", GitInit.CloneUrl(context.Snapshot.Dev, settings)),
                new PlainVariable("LB_ENV", context.Snapshot.Environment.Value),
                new PlainVariable("LB_PRODUCER", context.Snapshot.Producer.Value),
                new PlainVariable("WATCH_URL", context.Credential.WatchUrl(context)),
                new PlainVariable("DEBUG", "lunchbadger-workspace:*"),
                .. GitInit.Place(context, context.Snapshot.Dev),
                .. context.Environment.VariablesOf(ComponentKinds.Workspace),
            ],
            Resources = context.Environment.ResourcesOf(ComponentKinds.Workspace),
            Ports = [new ContainerPort("project-api", ProjectApiPort), new ContainerPort("workspace-api", WorkspaceApiPort), new ContainerPort("workspace", ProjectPort)],
            Mounts = settings.TritonObjectStoreEnabled
                ? [.. GitInit.Mounts, new VolumeMount(TritonSecret, "/root/.triton", ReadOnly: true)]
                : GitInit.Mounts,
        };
    }

    public static IReadOnlyList<Volume> Volumes(CompositionSettings settings) =>
        settings.TritonObjectStoreEnabled ? [.. GitInit.Volumes, new ExternalSecretVolume(TritonSecret, TritonSecret)] : GitInit.Volumes;
}
