using GitOps.Model.LunchBadger;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>
/// Holds a repository's documents to the bounds of <see cref="DocumentPaths"/>, whoever made the snapshot: what is beyond them is
/// not parsed.
/// </summary>
internal static class DocumentLimits
{
    /// <summary>The documents that may be read. What is left out is a problem.</summary>
    public static IReadOnlyDictionary<string, string> Within(IReadOnlyDictionary<string, string> documents, string folder, ProblemList problems)
    {
        if (documents.Count > DocumentPaths.MaxDocuments)
        {
            problems.Add(folder, "$", $"Holds {documents.Count} documents, {DocumentPaths.MaxDocuments} are allowed.");
            // The flag that switches an environment off must work all the same.
            return Only(documents, path => path == LunchBadgerDocument.FileName);
        }
        // A character has at least a byte.
        var tooLarge = documents.Where(document => document.Value.Length > DocumentPaths.MaxDocumentBytes).Select(document => document.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var path in tooLarge.Order(StringComparer.Ordinal))
            problems.Add(folder + path, "$", $"Is larger than the {DocumentPaths.MaxDocumentBytes / 1024} KiB that a document may have.");
        return tooLarge.Count == 0 ? documents : Only(documents, path => !tooLarge.Contains(path));
    }

    private static Dictionary<string, string> Only(IReadOnlyDictionary<string, string> documents, Func<string, bool> kept) =>
        documents.Where(document => kept(document.Key)).ToDictionary(StringComparer.Ordinal);
}
