using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Function;

/// <summary>A component for each function of the <c>functions</c> repository, when a provider is chosen.</summary>
internal sealed class FunctionKind(CompositionSettings settings) : IComponentKind
{
    public const string App = "function";

    private readonly FunctionReader _reader = new(settings);

    public IEnumerable<Component> Compose(ComposingContext context) => settings.FunctionsProvider switch
    {
        FunctionsProvider.None => [],
        FunctionsProvider.Kubeless => [.. _reader.Read(context).Select(function => Common(function, context) with { Kubeless = KubelessSource.Of(function, context) })],
        _ => [.. _reader.Read(context).Select(function => Deployed(function, context))],
    };

    private Component Deployed(FunctionDefinition function, ComposingContext context) => Common(function, context) with
    {
        Containers = [FunctionPods.Container(function, context)],
        InitContainers = FunctionPods.InitContainers(function, settings),
        Volumes = FunctionPods.Volumes(function.Code),
        ConfigFiles = [.. function.Code.Select((file, i) => new ConfigFile(FunctionPods.KeyOf(i), file.Value))],
        ServicePorts = FunctionRoutes.ServicePorts,
    };

    private static Component Common(FunctionDefinition function, ComposingContext context)
    {
        var name = context.Names.Function(function.Service.Service);
        var labels = context.Names.Labels(App);
        // Its own object name: short enough for a label, no other function's, and the same for as long as the function lives.
        labels["id"] = name;
        return new Component
        {
            App = App,
            Name = name,
            Labels = labels,
            Containers = [],
            Routes = FunctionRoutes.Of(name, context.Names),
            Rollout = context.Environment.RolloutOf(ComponentKinds.Function),
            PullSecretName = context.Settings.PullSecretOrNone(),
            SourceFile = function.Service.File,
            SourcePath = "$",
        };
    }
}
