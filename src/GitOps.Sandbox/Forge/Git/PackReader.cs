using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// Reads objects from one pack by its index (gitformat-pack(5), version 2). It reads what <see cref="PackWriter"/>
/// writes: packs below 2 GiB without deltas.
/// </summary>
internal sealed class PackReader : IDisposable
{
    private const int Fanout = 8;
    private const int Ids = Fanout + (256 * 4);
    private readonly byte[] _index;
    private readonly int _count;
    private readonly SafeFileHandle _pack;
    private readonly long _length;

    public PackReader(string indexPath)
    {
        _index = File.ReadAllBytes(indexPath);
        if (_index.Length < Ids || BinaryPrimitives.ReadUInt32BigEndian(_index) != 0xff744f63 || At(4) != 2)
        {
            throw new GitException($"Reading {indexPath}: it is no version 2 pack index. Remove the pack and seed again.");
        }

        _count = At(Ids - 4);
        _pack = File.OpenHandle(Path.ChangeExtension(indexPath, ".pack"));
        _length = RandomAccess.GetLength(_pack);
    }

    public GitObject? TryRead(string id)
    {
        var at = Find(Convert.FromHexString(id));
        if (at < 0)
        {
            return null;
        }

        // After the ids come as many checksums, and then the offsets.
        var offset = At(Ids + (_count * 24) + (at * 4));
        Span<byte> header = stackalloc byte[16];
        RandomAccess.Read(_pack, header, offset);
        var kind = ((header[0] >> 4) & 7) switch
        {
            1 => GitObjectKind.Commit,
            2 => GitObjectKind.Tree,
            3 => GitObjectKind.Blob,
            4 => GitObjectKind.Tag,
            _ => throw new GitException($"Reading {id}: its pack holds deltas, which the forge's own packs never do."),
        };
        long size = header[0] & 15;
        var length = 1;
        for (var shift = 4; (header[length - 1] & 0x80) != 0; shift += 7, length++)
        {
            size |= (long)(header[length] & 0x7f) << shift;
        }

        return new GitObject(kind, Inflate(offset + length, (int)size));
    }

    public void Dispose() => _pack.Dispose();

    private byte[] Inflate(long offset, int size)
    {
        // What does not shrink grows by five bytes in every 16 kB, and the wrapping.
        var bound = (int)Math.Min(size + (size / 1024) + 64, _length - offset);
        var buffer = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            var read = RandomAccess.Read(_pack, buffer.AsSpan(0, bound), offset);
            using var inflated = new ZLibStream(new MemoryStream(buffer, 0, read), CompressionMode.Decompress);
            var content = new byte[size];
            inflated.ReadExactly(content);
            return content;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Find(ReadOnlySpan<byte> id)
    {
        var low = id[0] == 0 ? 0 : At(Fanout + ((id[0] - 1) * 4));
        var high = At(Fanout + (id[0] * 4)) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = id.SequenceCompareTo(_index.AsSpan(Ids + (middle * 20), 20));
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private int At(int position) => BinaryPrimitives.ReadInt32BigEndian(_index.AsSpan(position));
}
