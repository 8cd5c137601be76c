using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Hosting.Files;

namespace GitOps.Configstore.Storage;

/// <summary>
/// Keyed JSON values that survive a restart: one file, a line per change, the last line of a key counts. A change costs one
/// appended line, whatever the number of keys; the file is rewritten when it has grown to several times its content.
/// Every line carries a checksum. A line torn by a killed process is left out; any other damage makes the whole file count as
/// lost, because a value that is silently missing or old is worse than none.
/// The disk is never in the way of serving: when it fails, the values stay in memory and are written as soon as it works again.
/// </summary>
/// <typeparam name="T">An immutable value.</typeparam>
public sealed class DurableMap<T> : IDisposable
    where T : class
{
    private const int ChecksumLength = 16;

    private readonly string _path;
    private readonly string _header;
    private readonly JsonTypeInfo<T> _json;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly FileStream _claim;
    private FileStream? _file;
    private bool _isDisposed;
    private int _lines;

    /// <param name="path">The file; its folder is made.</param>
    /// <param name="identity">What the values belong to. A file of another identity is not read: its values are of another world.</param>
    /// <param name="json">How a value is written.</param>
    /// <param name="logger">Is told of damage and of a failing disk.</param>
    /// <exception cref="IOException">Another process has the file, or the folder cannot be written.</exception>
    public DurableMap(string path, string identity, JsonTypeInfo<T> json, ILogger logger)
    {
        _path = path;
        _header = "gitops 1 " + identity;
        _json = json;
        _logger = logger;
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        _claim = Claim(path + ".lock");
        lock (_lock)
        {
            Load();
            RewriteOrComplain();
        }
    }

    /// <summary>A copy of all values.</summary>
    public IReadOnlyDictionary<string, T> ToDictionary()
    {
        lock (_lock) return new Dictionary<string, T>(_values, StringComparer.Ordinal);
    }

    /// <summary>The value that was put last; null when there is none.</summary>
    public T? Find(string key)
    {
        lock (_lock) return _values.GetValueOrDefault(key);
    }

    public void Put(string key, T value) => Change([(key, value)]);

    public void Remove(string key) => Change([(key, null)]);

    /// <summary>Puts, or where the value is null removes, in one write.</summary>
    public void Change(IReadOnlyCollection<(string Key, T? Value)> changes)
    {
        lock (_lock)
        {
            var lines = new StringBuilder();
            foreach (var (key, value) in changes)
            {
                if (value is null ? _values.Remove(key) : Replace(key, value)) lines.Append(Line(key, value));
            }
            if (lines.Length == 0) return;
            _lines += changes.Count;
            if (_isDisposed) return;
            if (_file is null || _lines > 1000 + (4 * _values.Count)) RewriteOrComplain();
            else AppendOrComplain(lines.ToString());
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file?.Dispose();
            _file = null;
            _claim.Dispose();
        }
    }

    /// <summary>Two processes that write one file would each undo what the other wrote.</summary>
    private static FileStream Claim(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new IOException($"{path} is held by another process. Give each configstore a DATA_DIR of its own.", taken);
        }
    }

    private bool Replace(string key, T value)
    {
        if (_values.TryGetValue(key, out var known) && known.Equals(value)) return false;
        _values[key] = value;
        return true;
    }

    private string Line(string key, T? value)
    {
        var payload = value is null ? key : $"{key} {JsonSerializer.Serialize(value, _json)}";
        return $"{Checksum(payload)} {payload}\n";
    }

    private static string Checksum(string payload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)).AsSpan(0, ChecksumLength / 2));

    private void Load()
    {
        if (!File.Exists(_path)) return;
        var text = File.ReadAllText(_path);
        var lines = text.Split('\n');
        if (lines[0] != _header)
        {
            _logger.LogWarning("{File} belongs to something else ('{Found}' instead of '{Expected}') and is not used", _path, lines[0], _header);
            return;
        }
        // What follows the last line feed is either nothing or a line that a killed process could not finish.
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (TryReadLine(lines[i])) continue;
            _logger.LogWarning("{File} is damaged in line {Line}; all of it is read anew from Gitea", _path, i + 1);
            _values.Clear();
            return;
        }
    }

    private bool TryReadLine(string line)
    {
        if (line.Length <= ChecksumLength || line[ChecksumLength] != ' ') return false;
        var payload = line[(ChecksumLength + 1)..];
        if (!line.AsSpan(0, ChecksumLength).SequenceEqual(Checksum(payload))) return false;
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            _values.Remove(payload);
            return true;
        }
        try
        {
            if (JsonSerializer.Deserialize(payload.AsSpan(space + 1), _json) is not { } value) return false;
            _values[payload[..space]] = value;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void AppendOrComplain(string lines)
    {
        try
        {
            _file!.Write(Encoding.UTF8.GetBytes(lines));
            _file.Flush();
        }
        catch (IOException full)
        {
            Complain(full);
        }
    }

    private void RewriteOrComplain()
    {
        var temporary = _path + ".new";
        try
        {
            _file?.Dispose();
            _file = null;
            using (var writer = new StreamWriter(PrivateFiles.Open(temporary, FileMode.Create, FileAccess.Write), new UTF8Encoding(false)))
            {
                writer.NewLine = "\n";
                writer.WriteLine(_header);
                foreach (var (key, value) in _values) writer.Write(Line(key, value));
            }
            File.Move(temporary, _path, overwrite: true);
            // Unbuffered: a line is either with the kernel or not written at all when the process is killed.
            _file = PrivateFiles.Open(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _lines = _values.Count;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Complain(failed);
        }
    }

    private void Complain(Exception failed)
    {
        _file?.Dispose();
        _file = null;
        _logger.LogError(failed, "{File} cannot be written; its values are kept in memory and written with the next change", _path);
    }
}
