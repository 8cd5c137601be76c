using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GitOps.Configstore.Access.Login;

/// <summary>
/// Values that browsers keep for us and can neither read nor change: JSON under AES-256-GCM, each with its purpose, so that one cannot be
/// shown for another. The key comes from <c>OAUTH_CLIENT_SECRET</c> (HKDF): all replicas and the next start know it and nothing has to be
/// kept or rotated beside it, which ASP.NET Core's data protection would need; a new secret ends all sessions, whose tokens it ends too.
/// </summary>
public sealed class Sealing(ConfigstoreSettings settings)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(settings.OAuthClientSecret), 32, info: "gitops configstore cookies"u8.ToArray());

    public string Seal<T>(string purpose, T value, JsonTypeInfo<T> type)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(purpose));
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Null for what was not sealed here for this purpose.</summary>
    public T? Open<T>(string purpose, string? text, JsonTypeInfo<T> type)
        where T : class
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text)) return null;
        var box = Base64Url.DecodeFromChars(text);
        if (box.Length < NonceBytes + TagBytes) return null;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(purpose));
        }
        catch (CryptographicException)
        {
            // Sealed with another secret, for something else, or by somebody else.
            return null;
        }
        return JsonSerializer.Deserialize(plain, type);
    }
}
