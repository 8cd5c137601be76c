using System.Security.Cryptography;
using System.Text;

namespace GitOps.Configstore.Webhooks;

/// <summary>Names the webhook secret without telling it: changes when the secret does, so that hooks with a former one are found.</summary>
public sealed class WebhookKey(ConfigstoreSettings settings)
{
    public string Id { get; } = Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.WebhookSecret), "webhook key id"u8).AsSpan(0, 4));
}
