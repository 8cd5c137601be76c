using YamlDotNet.RepresentationModel;

namespace GitOps.Kubernetes.Configuration;

/// <summary>A named cluster, user or context.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its content.</param>
/// <param name="File">The file that it is in.</param>
internal sealed record KubeconfigEntry(string Name, YamlMappingNode Value, string File)
{
    /// <summary>Paths in a kubeconfig start from its own folder.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Path.GetDirectoryName(File)!);

    /// <summary>Inline base64 data, or else the content of a file; null where neither is given.</summary>
    public byte[]? Bytes(string dataMember, string fileMember)
    {
        if (Value.Text(dataMember) is { } data)
        {
            try
            {
                return Convert.FromBase64String(data);
            }
            catch (FormatException)
            {
                throw new KubeconfigException($"{dataMember} of {Name} in {File} is no base64.");
            }
        }
        if (Value.Text(fileMember) is not { } named) return null;
        var path = PathOf(named);
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"Could not read {path}, which is {fileMember} of {Name} in {File}: {error.Message}", error);
        }
    }
}
