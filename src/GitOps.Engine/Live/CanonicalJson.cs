using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>
/// Builds the canonical form that <see cref="ContentHash"/> is taken of: members sorted by their UTF-8 names, strings
/// unescaped, members without content left out, and arrays of objects as sets. Without content are null and empty objects: API servers
/// before 1.22 do not say who owns an empty object such as <c>emptyDir: {}</c>. Sets, because the API server merges such lists by key and older
/// versions keep the order of the stored list whatever was applied, so that order there says nothing of what is owned.
/// </summary>
internal ref struct CanonicalJson : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public CanonicalJson() => _buffer = ArrayPool<byte>.Shared.Rent(4096);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    public readonly int Length => _length;

    public readonly ContentHash Hash() => new(HashFrom(0));

    /// <summary>Replaces everything from <paramref name="start"/> on by its hash: how a list item becomes a set member.</summary>
    public UInt128 Fold(int start)
    {
        var hash = HashFrom(start);
        _length = start;
        return hash;
    }

    public void Write(byte token)
    {
        if (_length == _buffer.Length) Grow(1);
        _buffer[_length++] = token;
    }

    /// <summary>A name or string with its length before it, so that no two sequences of texts have the same bytes.</summary>
    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        if (_buffer.Length - _length < utf8.Length + 4) Grow(utf8.Length + 4);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_length + 4));
        _length += utf8.Length + 4;
    }

    public void WriteSet(Span<UInt128> items)
    {
        items.Sort();
        Write((byte)'{');
        Write((byte)'*');
        foreach (var item in items)
        {
            if (_buffer.Length - _length < 16) Grow(16);
            BinaryPrimitives.WriteUInt128LittleEndian(_buffer.AsSpan(_length), item);
            _length += 16;
        }
        Write((byte)'}');
    }

    public void WriteValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value);
                break;
            case JsonValueKind.Array:
                WriteArray(value);
                break;
            case JsonValueKind.String:
                WriteString(value);
                break;
            case JsonValueKind.Number:
                Write((byte)'#');
                WriteText(JsonMarshal.GetRawUtf8Value(value));
                break;
            default:
                Write(value.ValueKind switch { JsonValueKind.True => (byte)'t', JsonValueKind.False => (byte)'f', _ => (byte)'n' });
                break;
        }
    }

    /// <summary>False for null and for objects that hold nothing, however deep.</summary>
    public static bool HasContent(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return false;
        if (value.ValueKind != JsonValueKind.Object) return true;
        foreach (var member in value.EnumerateObject())
        {
            if (HasContent(member.Value)) return true;
        }
        return false;
    }

    private void WriteString(JsonElement value)
    {
        Write((byte)'"');
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Contains((byte)'\\'))
            WriteText(System.Text.Encoding.UTF8.GetBytes(value.GetString()!));
        else
            WriteText(raw[1..^1]);
    }

    private void WriteObject(JsonElement value)
    {
        using var members = new SortedMembers(value);
        Write((byte)'{');
        foreach (var member in members.Items)
        {
            if (!HasContent(member.Value)) continue;
            WriteText(SortedMembers.NameOf(member));
            WriteValue(member.Value);
        }
        Write((byte)'}');
    }

    private void WriteArray(JsonElement value)
    {
        var count = value.GetArrayLength();
        if (count > 0 && value[0].ValueKind == JsonValueKind.Object)
        {
            var items = new UInt128[count];
            var next = 0;
            foreach (var item in value.EnumerateArray())
            {
                var start = _length;
                WriteValue(item);
                items[next++] = Fold(start);
            }
            WriteSet(items);
            return;
        }

        Write((byte)'[');
        foreach (var item in value.EnumerateArray()) WriteValue(item);
        Write((byte)']');
    }

    private readonly UInt128 HashFrom(int start)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(start, _length - start), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
