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

    private static bool IsDirectChild(string path, string folder, string extension) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && path.EndsWith(extension, StringComparison.Ordinal)
        && path.IndexOf('/', folder.Length) < 0;
}
