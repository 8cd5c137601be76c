using System.Text;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>A tag object: a named, signed-off pointer to another object.</summary>
internal sealed record AnnotatedTag(string Target, string Message)
{
    public static AnnotatedTag Parse(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var body = text.IndexOf("\n\n", StringComparison.Ordinal);
        return new AnnotatedTag(text["object ".Length..("object ".Length + 40)], body < 0 ? "" : text[(body + 2)..]);
    }
}
