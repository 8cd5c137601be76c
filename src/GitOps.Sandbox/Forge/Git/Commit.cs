using System.Text;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>A commit object, read or about to be written.</summary>
internal sealed record Commit(string Id, string TreeId, IReadOnlyList<string> Parents, Signature Author, Signature Committer, string Message)
{
    public static Commit Parse(string id, byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var tree = "";
        var parents = new List<string>(1);
        var author = default(Signature);
        var committer = default(Signature);
        var at = 0;
        while (at < text.Length && text[at] != '\n')
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var line = text[at..end];
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var value = line[(space + 1)..];
            switch (space < 0 ? "" : line[..space])
            {
                case "tree": tree = value; break;
                case "parent": parents.Add(value); break;
                case "author": author = Signature.Parse(value); break;
                case "committer": committer = Signature.Parse(value); break;
                default: break;
            }

            at = end + 1;
        }

        return new Commit(id, tree, parents, author, committer, at < text.Length ? text[(at + 1)..] : "");
    }

    public static byte[] Format(string treeId, IEnumerable<string> parents, Signature author, Signature committer, string message)
    {
        var text = new StringBuilder().Append("tree ").Append(treeId).Append('\n');
        foreach (var parent in parents)
        {
            text.Append("parent ").Append(parent).Append('\n');
        }

        text.Append("author ").Append(author.Format()).Append('\n');
        text.Append("committer ").Append(committer.Format()).Append("\n\n").Append(message);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
