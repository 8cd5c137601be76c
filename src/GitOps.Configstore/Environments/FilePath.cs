using GitOps.Configstore.Producers;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Environments;

/// <summary>A path in a URL: role, then the file's path in that repository.</summary>
internal static class FilePath
{
    /// <summary>
    /// False for everything that is not plainly a relative path. The router has decoded once; a '%' that is left was encoded twice,
    /// and is refused rather than guessed at.
    /// </summary>
    public static bool TryParse(string path, out RepositoryRole role, out string file)
    {
        file = "";
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !RepositoryLayout.TryGetRole(path[..slash], out role))
        {
            role = default;
            return false;
        }
        file = path[(slash + 1)..];
        return IsPlain(file);
    }

    /// <summary>Whether a path is relative and slash-separated, with nothing in it that could mean another place.</summary>
    public static bool IsPlain(string path)
    {
        if (path.Length == 0 || path.Any(c => c is '\\' or '%' || char.IsControl(c))) return false;
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or "." or "..") return false;
        }
        return true;
    }
}
