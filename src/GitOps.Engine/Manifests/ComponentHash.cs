using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Short hashes of what pods read at their start: equal content gives equal hashes, on every machine and at every time.</summary>
internal static class ComponentHash
{
    /// <summary>Hex digits of a hash. Forty bits tell apart the few versions of one component.</summary>
    public const int Length = 10;

    public static string OfFiles(Component component)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendFiles(hash, component);
        return Finish(hash);
    }

    /// <summary>Of all that makes pods start anew: files and secrets.</summary>
    public static string OfFilesAndSecrets(Component component)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendFiles(hash, component);
        foreach (var (key, secret) in component.Secrets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, secret.Fingerprint);
        }
        return Finish(hash);
    }

    private static void AppendFiles(IncrementalHash hash, Component component)
    {
        foreach (var file in component.ConfigFiles)
        {
            Append(hash, file.Name);
            Append(hash, file.Content);
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // The length first, so that what ends one text cannot begin the next.
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Finish(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
}
