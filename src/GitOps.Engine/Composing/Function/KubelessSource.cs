using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GitOps.Model.Components;
using GitOps.Model.Environments;

namespace GitOps.Engine.Composing.Function;

/// <summary>A function as Kubeless takes it: one file as text, several as a zip.</summary>
internal static class KubelessSource
{
    // Equal code must give equal bytes, on every machine and at every time.
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static KubelessFunction Of(FunctionDefinition function, ComposingContext context)
    {
        // What is to be installed is told apart from the code.
        var code = function.Code.Where(file => file.Key != function.Runtime.DependenciesFile).ToList();
        var isText = code.Count == 1 && !code[0].Key.Contains('/', StringComparison.Ordinal);
        var content = isText ? code[0].Value : Convert.ToBase64String(Zip(code));
        return new KubelessFunction
        {
            Runtime = function.Runtime.Name,
            Handler = function.Handler,
            ContentType = isText ? "text" : "base64+zip",
            Content = content,
            Checksum = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}",
            Dependencies = function.Dependencies ?? "",
            Variables = [.. FunctionPods.Own(function, context)],
            Resources = context.Environment.ResourcesOf(ComponentKinds.Function),
        };
    }

    private static byte[] Zip(IReadOnlyList<KeyValuePair<string, string>> code)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in code)
            {
                // Stored, not compressed: compressors of two versions do not give the same bytes.
                var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);
                entry.LastWriteTime = FixedTime;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }
}
