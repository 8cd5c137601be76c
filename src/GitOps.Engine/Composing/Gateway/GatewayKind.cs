using GitOps.Engine.Composing.Gateway.Configuration;
using GitOps.Model.Components;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>The gateways: one for each that stands in the project.</summary>
internal sealed class GatewayKind(CompositionSettings settings) : IComponentKind
{
    public const string App = "gateway";

    private readonly GatewayComponents _components = new(settings);

    public IEnumerable<Component> Compose(ComposingContext context) =>
        context.Documents.Project.Gateways.Select(gateway => _components.Of(gateway, GatewayConfiguration.Write(gateway, context), context));
}
