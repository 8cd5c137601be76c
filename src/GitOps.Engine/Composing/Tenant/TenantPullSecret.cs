using System.Text.Json.Nodes;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>The secret that images are pulled with, from the settings: none is read from another namespace, so none can leak from one.</summary>
internal sealed class TenantPullSecret(TenantSettings settings, CompositionSettings composition)
{
    public IEnumerable<Manifest> Compose(ProducerName producer, string @namespace)
    {
        if (composition.PullSecretOrNone() is not { } name || settings.PullSecretConfig.Length == 0) yield break;
        var data = new JsonObject { [".dockerconfigjson"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(settings.PullSecretConfig)) };
        yield return TenantManifest.Of(producer, "v1", "Secret", @namespace, name, ("type", "kubernetes.io/dockerconfigjson"), ("data", data));
    }
}
