using System.Diagnostics.CodeAnalysis;
using System.Text;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Decides which files of a commit are read as documents, and says of those that cannot be why. What is refused is a problem of the
/// snapshot with a name, never left out in silence.
/// </summary>
internal sealed class DocumentReading
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly RepositoryRole _role;
    private readonly List<Problem> _problems = [];

    public DocumentReading(RepositoryRole role, CommitManifest manifest)
    {
        _role = role;
        var selected = new List<CommitFile>();
        var total = 0L;
        foreach (var file in manifest.Files)
        {
            if (file.Kind != CommitFileKind.Regular)
            {
                if (HidesDocuments(file.Path)) Refuse(file.Path, file.Kind == CommitFileKind.SymbolicLink
                    ? "is a symbolic link; put the file itself here"
                    : "is a submodule; put the files themselves here");
                continue;
            }
            if (!DocumentPaths.IsDocument(role, file.Path)) continue;
            if (file.Size > DocumentPaths.MaxDocumentBytes)
            {
                Refuse(file.Path, $"has {file.Size} bytes; a document may have {DocumentPaths.MaxDocumentBytes}");
                continue;
            }
            total += file.Size;
            selected.Add(file);
        }
        if (selected.Count > DocumentPaths.MaxDocuments)
            RefuseAll(selected, $"has {selected.Count} documents; a repository may have {DocumentPaths.MaxDocuments}");
        else if (total > DocumentPaths.MaxTotalBytes)
            RefuseAll(selected, $"has {total} bytes of documents; a repository may have {DocumentPaths.MaxTotalBytes}");
        Selected = selected;
    }

    /// <summary>The files whose content is needed.</summary>
    public IReadOnlyList<CommitFile> Selected { get; private set; }

    public IReadOnlyList<Problem> Problems => _problems;

    public IReadOnlyDictionary<string, string> Decode(IReadOnlyDictionary<string, byte[]> contentBySha) =>
        Decode(file => TryDecode(contentBySha[file.Sha], out var text) ? text : null);

    /// <param name="textOf">A file's text; null when it is none.</param>
    public IReadOnlyDictionary<string, string> Decode(Func<CommitFile, string?> textOf)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Selected)
        {
            if (textOf(file) is { } text) documents[file.Path] = text;
            else Refuse(file.Path, "is not UTF-8; save it as UTF-8");
        }
        return documents;
    }

    /// <summary>The text that bytes are, without a byte order mark; false when they are none.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        if (text.StartsWith('\uFEFF')) text = text[1..];
        return true;
    }

    /// <summary>Whether a link at this path is, or leads to, something that would be read as a document.</summary>
    private bool HidesDocuments(string path) => DocumentPaths.IsDocument(_role, path) || _role switch
    {
        RepositoryRole.Dev => path is "common" or "common/models" or "server" or "server/models",
        RepositoryRole.Functions => !path.Contains('/', StringComparison.Ordinal),
        _ => false,
    };

    private void RefuseAll(List<CommitFile> selected, string reason)
    {
        _problems.Add(new Problem(RoleName, "$", reason));
        selected.Clear();
    }

    private void Refuse(string path, string reason) => _problems.Add(new Problem($"{RoleName}/{path}", "$", reason));

    private string RoleName => _role == RepositoryRole.Dev ? "dev" : "functions";
}
