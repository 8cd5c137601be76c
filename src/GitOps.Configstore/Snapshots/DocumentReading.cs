using System.Diagnostics.CodeAnalysis;
using System.Text;
using GitOps.Model.Environments;
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
    private readonly List<Problem> _codeProblems = [];

    public DocumentReading(RepositoryRole role, CommitManifest manifest)
    {
        _role = role;
        if (manifest.Refusal is { } refusal)
            _problems.Add(new Problem(RoleName, "$", refusal.Excess) { Hint = "Take out what is generated, such as node_modules, or ask the operator to raise MAX_REPOSITORY_ENTRIES." });
        var selected = new List<CommitFile>();
        var code = new List<CommitFile>();
        var total = 0L;
        var codeBytes = 0L;
        foreach (var file in manifest.Files)
        {
            if (file.Kind != CommitFileKind.Regular)
            {
                if (HidesDocuments(file.Path)) Refuse(file.Path, file.Kind == CommitFileKind.SymbolicLink
                    ? "is a symbolic link; put the file itself here"
                    : "is a submodule; put the files themselves here");
                else if (DocumentPaths.IsCode(role, file.Path)) RefuseCode(file.Path, "is a symbolic link or submodule; put the file itself here");
                continue;
            }
            if (DocumentPaths.IsCode(role, file.Path))
            {
                if (file.Size > DocumentPaths.MaxCodeBytes) RefuseCode(file.Path, $"has {file.Size} bytes; a file of a function may have {DocumentPaths.MaxCodeBytes}");
                else code.Add(file);
                codeBytes += file.Size;
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
        if (code.Count > DocumentPaths.MaxDocuments || codeBytes > DocumentPaths.MaxTotalBytes)
        {
            _codeProblems.Add(new Problem(RoleName, "$", $"holds {code.Count} files of code with {codeBytes} bytes; a repository may have {DocumentPaths.MaxDocuments} with {DocumentPaths.MaxTotalBytes}"));
            code.Clear();
        }
        Selected = selected;
        Code = code;
    }

    /// <summary>The documents whose content is needed.</summary>
    public IReadOnlyList<CommitFile> Selected { get; private set; }

    /// <summary>The code whose content is needed.</summary>
    public IReadOnlyList<CommitFile> Code { get; }

    public IReadOnlyList<Problem> CodeProblems => _codeProblems;

    /// <summary>The code's text by path; what is none becomes one of the <see cref="CodeProblems"/>.</summary>
    public IReadOnlyDictionary<string, string> DecodeCode(IReadOnlyDictionary<string, byte[]> contentBySha)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Code)
        {
            if (TryDecode(contentBySha[file.Sha], out var text)) texts[file.Path] = text;
            else RefuseCode(file.Path, "is not UTF-8; functions are deployed as text");
        }
        return texts;
    }

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
        RepositoryRole.Dev => path is "common" or "common/models" or "server" or "server/models" || path == EnvironmentSettingsDocument.Folder.TrimEnd('/'),
        RepositoryRole.Functions => !path.Contains('/', StringComparison.Ordinal),
        _ => false,
    };

    private void RefuseAll(List<CommitFile> selected, string reason)
    {
        _problems.Add(new Problem(RoleName, "$", reason));
        selected.Clear();
    }

    private void Refuse(string path, string reason) => _problems.Add(new Problem($"{RoleName}/{path}", "$", reason));

    private void RefuseCode(string path, string reason) => _codeProblems.Add(new Problem($"{RoleName}/{path}", "$", reason));

    private string RoleName => _role == RepositoryRole.Dev ? "dev" : "functions";
}
