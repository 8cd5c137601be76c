namespace GitOps.Model.Snapshots;

/// <summary>
/// Says which files of a repository are documents: read with every snapshot because some format composes from them.
/// All other files are served one by one on request.
/// </summary>
public static class DocumentPaths
{
    /// <summary>Bytes that one document may have. Larger ones are a problem of the snapshot, not a reason to read them.</summary>
    public const int MaxDocumentBytes = 1024 * 1024;

    /// <summary>Documents that one repository may have.</summary>
    public const int MaxDocuments = 2000;

    /// <summary>Bytes that all documents of one repository may have together.</summary>
    public const int MaxTotalBytes = 8 * 1024 * 1024;

    /// <summary>Whether the file at <paramref name="path"/> of a repository in <paramref name="role"/> is a document.</summary>
    public static bool IsDocument(RepositoryRole role, string path) => role switch
    {
        RepositoryRole.Dev => path is "lunchbadger.json" or "server/model-config.json" or "server/datasources.json"
            || IsDirectChild(path, "common/models/", ".json")
            || IsDirectChild(path, "server/models/", ".json")
            || IsDirectChild(path, Environments.EnvironmentSettingsDocument.Folder, ".json"),
        RepositoryRole.Functions => path.EndsWith("/serverless.yml", StringComparison.Ordinal)
            && path.IndexOf('/', StringComparison.Ordinal) == path.Length - "/serverless.yml".Length,
        _ => false,
    };

    /// <summary>Bytes that one file of code may have: what pods read from a config map has less than 1 MiB in all.</summary>
    public const int MaxCodeBytes = 512 * 1024;

    /// <summary>
    /// Whether the file at <paramref name="path"/> is a function's code: everything below a folder of the <c>functions</c> repository, but
    /// for the documents and what package managers install (<c>node_modules</c>), which is installed anew where the function runs.
    /// </summary>
    public static bool IsCode(RepositoryRole role, string path) =>
        role == RepositoryRole.Functions
        && path.IndexOf('/', StringComparison.Ordinal) > 0
        && !IsDocument(role, path)
        && !path.Split('/').Contains("node_modules", StringComparer.Ordinal);

    private static bool IsDirectChild(string path, string folder, string extension) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && path.EndsWith(extension, StringComparison.Ordinal)
        && path.IndexOf('/', folder.Length) < 0;
}
