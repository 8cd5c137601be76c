using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// Writes many objects into one pack (gitformat-pack(5), no deltas), each once. Thread-safe: objects are deflated
/// side by side and appended in turn.
/// </summary>
internal sealed class PackWriter : IDisposable
{
    private const int HeaderLength = 12;
    private readonly FileStream _file;
    private readonly ConcurrentDictionary<string, byte> _written = new();
    private readonly Lock _gate = new();
    private int _count;

    public PackWriter(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        _file.Write(new byte[HeaderLength]);
    }

    public string Add(GitObjectKind kind, byte[] content)
    {
        var id = ObjectStore.IdOf(kind, content);
        if (!_written.TryAdd(id, 0))
        {
            return id;
        }

        using var entry = new MemoryStream(content.Length + 16);
        WriteHeader(entry, kind, content.Length);
        using (var deflated = new ZLibStream(entry, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflated.Write(content);
        }

        lock (_gate)
        {
            _file.Write(entry.GetBuffer(), 0, (int)entry.Length);
            _count++;
        }

        return id;
    }

    /// <summary>Writes the count at the start and the checksum at the end. git's index-pack makes the rest.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            "PACK"u8.CopyTo(header);
            BinaryPrimitives.WriteInt32BigEndian(header[4..], 2);
            BinaryPrimitives.WriteInt32BigEndian(header[8..], _count);
            _file.Position = 0;
            _file.Write(header);
            _file.Position = 0;
#pragma warning disable CA5350 // git's checksum; nothing is protected by it here.
            var checksum = SHA1.HashData(_file);
#pragma warning restore CA5350
            _file.Write(checksum);
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();

    // Three bits of type and a length of seven bits a byte, four in the first, the lowest first.
    private static void WriteHeader(MemoryStream entry, GitObjectKind kind, long size)
    {
        var type = kind switch { GitObjectKind.Commit => 1, GitObjectKind.Tree => 2, GitObjectKind.Blob => 3, _ => 4 };
        var next = (type << 4) | (int)(size & 15);
        for (size >>= 4; size > 0; size >>= 7)
        {
            entry.WriteByte((byte)(next | 0x80));
            next = (int)(size & 0x7f);
        }

        entry.WriteByte((byte)next);
    }
}
