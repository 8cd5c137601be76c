using System.Text;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Objects;

namespace GitOps.Configstore.Editing;

/// <summary>
/// The files of a repository as an edit finds and leaves them. Nothing is written anywhere before the edit is over; what is written
/// as it was is no change. Not for use by several threads.
/// </summary>
public sealed class RepositoryDraft
{
    /// <summary>Bytes that one file may have: as many as are served of one.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>Bytes that all files of one commit may have together.</summary>
    public const int MaxTotalBytes = 16 * 1024 * 1024;

    /// <summary>Files that one commit may change.</summary>
    public const int MaxFiles = 1000;

    private const int MaxPathLength = 1000;

    private readonly Dictionary<string, CommitFile> _before;
    private readonly Func<CommitFile, CancellationToken, Task<byte[]>> _read;
    private readonly int _idLength;

    /// <summary>Content by path; null of those that go.</summary>
    private readonly Dictionary<string, byte[]?> _written = new(StringComparer.Ordinal);
    private long _total;

    internal RepositoryDraft(EnvironmentPlace place, RepositoryPlace repository, CommitManifest manifest, Func<CommitFile, CancellationToken, Task<byte[]>> read)
    {
        (Place, Repository, _read) = (place, repository, read);
        _before = manifest.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _idLength = repository.Head.Length;
    }

    /// <summary>The environment at the revision that is edited.</summary>
    public EnvironmentPlace Place { get; }

    public RepositoryPlace Repository { get; }

    /// <summary>Paths of the regular files in and below a folder (the root is the empty text), sorted.</summary>
    public IReadOnlyList<string> Paths(string under)
    {
        var folder = under.Length == 0 || under.EndsWith('/') ? under : under + "/";
        return
        [
            .. _before.Values.Where(file => file.Kind == CommitFileKind.Regular && !_written.ContainsKey(file.Path)).Select(file => file.Path)
                .Concat(_written.Where(file => file.Value is not null).Select(file => file.Key))
                .Where(path => path.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether there is a regular file at a path.</summary>
    public bool Exists(string path) =>
        _written.TryGetValue(path, out var content) ? content is not null : _before.TryGetValue(path, out var file) && file.Kind == CommitFileKind.Regular;

    /// <summary>A file's text; null when there is no such file.</summary>
    /// <exception cref="EditRefusedException">It is a link, or no text.</exception>
    /// <exception cref="Gitea.Errors.GiteaException">It could not be read.</exception>
    public async ValueTask<string?> ReadAsync(string path, CancellationToken cancellation = default)
    {
        if (await ReadBytesAsync(path, cancellation) is not { } content) return null;
        return DocumentReading.TryDecode(content, out var text) ? text : throw Refused(path, "is not UTF-8; save it as UTF-8");
    }

    /// <summary>A file's bytes; null when there is no such file.</summary>
    /// <exception cref="EditRefusedException">It is a link.</exception>
    /// <exception cref="Gitea.Errors.GiteaException">It could not be read.</exception>
    public async ValueTask<byte[]?> ReadBytesAsync(string path, CancellationToken cancellation = default)
    {
        if (_written.TryGetValue(path, out var written)) return written;
        if (!_before.TryGetValue(path, out var file)) return null;
        RefuseLink(file);
        return await _read(file, cancellation);
    }

    /// <summary>Creates or replaces a file.</summary>
    /// <exception cref="EditRefusedException">The path or the content cannot be in a repository.</exception>
    public void Write(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Creates or replaces a file.</summary>
    /// <exception cref="EditRefusedException">The path or the content cannot be in a repository.</exception>
    public void WriteBytes(string path, byte[] content)
    {
        if (content.Length > MaxFileBytes) throw Refused(path, $"has {content.Length} bytes; a file may have {MaxFileBytes}");
        Put(path, content);
    }

    /// <summary>Deletes a file.</summary>
    /// <exception cref="EditNotFoundException">There is none.</exception>
    public void Delete(string path)
    {
        if (!Exists(path)) throw new EditNotFoundException($"There is no file '{path}' in {Repository.Name}.");
        Put(path, null);
    }

    /// <summary>What is different from before, ordered by path.</summary>
    /// <exception cref="EditRefusedException">A file would be where a folder is.</exception>
    internal IReadOnlyList<DraftChange> Changes()
    {
        var changes = new List<DraftChange>();
        foreach (var (path, content) in _written.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var before = _before.GetValueOrDefault(path)?.Sha;
            var after = content is null ? null : ObjectId.OfBlob(content, _idLength);
            if (before != after) changes.Add(new DraftChange(path, before, after, content));
        }
        if (changes.Any(change => change.Before is null && change.After is not null)) RefuseFilesThatAreFolders(changes);
        return changes;
    }

    /// <summary>The files of the commit that the draft would make.</summary>
    internal CommitManifest Manifest(IReadOnlyList<DraftChange> changes)
    {
        var changed = changes.Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
        return new CommitManifest(
        [
            .. _before.Values.Where(file => !changed.Contains(file.Path))
                .Concat(changes.Where(change => change.Content is not null)
                    .Select(change => new CommitFile(change.Path, change.After!, change.Content!.Length, CommitFileKind.Regular)))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ]);
    }

    private void Put(string path, byte[]? content)
    {
        if (path.Split('/').FirstOrDefault(name => GitName.IsRepository(name)) is { } taken)
            throw Refused(path, $"has the name '{taken}', which git or a file system takes for its '.git'; choose another");
        if (!IsAllowed(path)) throw Refused(path, "is no path of a file: relative, slash-separated, without '.', '..', backslash, '%' and control characters");
        if (_before.TryGetValue(path, out var file)) RefuseLink(file);
        _total += (content?.Length ?? 0) - (_written.GetValueOrDefault(path)?.Length ?? 0);
        _written[path] = content;
        if (_total > MaxTotalBytes) throw Refused(path, $"would make {_total} bytes of changes; one commit may have {MaxTotalBytes}");
        if (_written.Count > MaxFiles) throw Refused(path, $"would be one of {_written.Count} changed files; one commit may change {MaxFiles}");
    }

    private static bool IsAllowed(string path) =>
        path.Length <= MaxPathLength
        && FilePath.IsPlain(path)
        && !path.Split('/').Any(segment => Encoding.UTF8.GetByteCount(segment) > 255);

    private void RefuseLink(CommitFile file)
    {
        if (file.Kind != CommitFileKind.Regular) throw Refused(file.Path, "is a symbolic link or submodule and is not followed");
    }

    private void RefuseFilesThatAreFolders(List<DraftChange> changes)
    {
        var files = Manifest(changes).Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in files)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (files.Contains(path[..slash])) throw Refused(path, $"cannot be there, because '{path[..slash]}' is a file");
            }
        }
    }

    private EditRefusedException Refused(string path, string reason) =>
        new($"{RepositoryLayout.NameOf(Repository.Role)}/{path}", "$", reason);
}
