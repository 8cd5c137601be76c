using System.Text.Json.Serialization;
using GitOps.Gitea.Keys;

namespace GitOps.Configstore.GitApi;

/// <summary>An SSH public key in Gitea's own member names.</summary>
public sealed record KeyView(long Id, string Key, string Title, string Fingerprint, [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt)
{
    /// <summary>Its number is that of the key itself: repositories number theirs beside users'.</summary>
    public static KeyView Of(DeployKey key) => new(key.KeyId, key.Key, key.Title, key.Fingerprint, key.CreatedAt);

    public static KeyView Of(PublicKey key) => new(key.Id, key.Key, key.Title, key.Fingerprint, key.CreatedAt);
}
