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
        if (file.Length == 0 || file.Any(c => c is '\\' or '%' || char.IsControl(c))) return false;
        foreach (var segment in file.Split('/'))
        {
            if (segment is "" or "." or "..") return false;
        }
        return true;
    }
}
