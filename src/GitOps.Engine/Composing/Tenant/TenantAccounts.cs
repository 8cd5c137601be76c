using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.SlsApi;
using GitOps.Engine.Manifests;
using GitOps.Model.Components;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// As whom a producer's pods run: as an account without a token. Only an sls-api that deploys functions itself needs the API
/// server; it keeps the account of that name, with a token, and what that may do is the operator's to say.
/// </summary>
internal sealed class TenantAccounts(CompositionSettings settings)
{
    private const string WithoutToken = "pods";

    public IEnumerable<Manifest> Compose(ProducerName producer, string @namespace)
    {
        yield return TenantManifest.Of(producer, "v1", "ServiceAccount", @namespace, WithoutToken, ("automountServiceAccountToken", false));
        if (settings.FunctionsProvider == FunctionsProvider.None)
            yield return TenantManifest.Of(producer, "v1", "ServiceAccount", @namespace, settings.SlsServiceAccountName);
    }

    public Component Assign(Component component) => NeedsToken(component)
        ? component
        : component with { ServiceAccountName = WithoutToken, MountsServiceAccountToken = false };

    private bool NeedsToken(Component component) => component.App == SlsApiKind.App && settings.FunctionsProvider == FunctionsProvider.None;
}
