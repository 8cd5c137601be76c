using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.SlsApi;

/// <summary>What runs in the pods of an sls-api.</summary>
internal static class SlsApiPods
{
    public const int Port = 4444;

    public static Container Container(ComposingContext context)
    {
        var settings = context.Settings;
        return new Container
        {
            Name = "sls",
            Image = context.Image(ComponentKinds.SlsApi, settings.SlsApiImage, settings.SlsApiVersion, settings.SlsApiDebugVersion),
            AlwaysPull = true,
            Readiness = new Probe { Port = Port, HttpPath = "/ping", InitialDelay = 2 },
            Environment =
            [
                .. context.Credential.Variables,
                new PlainVariable("GIT_URL", GitInit.CloneUrl(context.Snapshot.Functions, settings)),
                new PlainVariable("WATCH_URL", context.Credential.WatchUrl(context)),
                new PlainVariable("LB_ENV", context.Snapshot.Environment.Value),
                new PlainVariable("LB_PRODUCER", context.Snapshot.Producer.Value),
                new PlainVariable("LB_TARGET_NAMESPACE", context.Names.Namespace),
                new PlainVariable("DEBUG", "sls:*"),
                .. GitInit.Place(context, context.Snapshot.Functions),
                .. context.Environment.VariablesOf(ComponentKinds.SlsApi),
            ],
            Resources = context.Environment.ResourcesOf(ComponentKinds.SlsApi),
            Ports = [new ContainerPort("sls", Port)],
            Mounts = GitInit.Mounts,
        };
    }
}
