namespace GitOps.Gitea.Http;

/// <summary>Puts paths and references into URLs segment by segment, refusing those that could name another place.</summary>
internal static class ApiPath
{
    /// <summary>A file's path in a repository: relative, slash-separated, without empty, <c>.</c> and <c>..</c> segments and without NUL.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string OfFile(string path) => Escape(path, "file path");

    /// <summary>A branch, tag or commit.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string OfReference(string reference)
    {
        if (reference.StartsWith('-'))
        {
            throw new ArgumentException($"'{reference}' is no reference: it must not start with '-'.", nameof(reference));
        }

        return Escape(reference, "reference");
    }

    private static string Escape(string path, string kind)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = path.Split('/');
        if (segments.Any(segment => segment is "" or "." or "..") || path.Contains('\0'))
        {
            throw new ArgumentException($"'{path}' is no {kind}: it must be relative, without empty, '.' and '..' segments.", nameof(path));
        }

        return string.Join('/', segments.Select(Uri.EscapeDataString));
    }
}
