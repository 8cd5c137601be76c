using System.Text;

namespace GitOps.Sandbox.Forge;

/// <summary>A file of a commit that is made through <see cref="EmbeddedForge"/>: its path with forward slashes and its bytes, null to delete it.</summary>
public sealed record ForgeFile(string Path, byte[]? Content)
{
    public static ForgeFile Text(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));
}
