using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>The members of a JSON object ordered by their UTF-8 names, in a rented array.</summary>
internal readonly ref struct SortedMembers : IDisposable
{
    private readonly JsonProperty[] _rented;
    private readonly int _count;

    public SortedMembers(JsonElement value)
    {
        _rented = ArrayPool<JsonProperty>.Shared.Rent(Math.Max(1, value.GetPropertyCount()));
        foreach (var member in value.EnumerateObject()) _rented[_count++] = member;
        Items.Sort(static (a, b) => NameOf(a).SequenceCompareTo(NameOf(b)));
    }

    public Span<JsonProperty> Items => _rented.AsSpan(0, _count);

    /// <summary>The name's bytes. Escaped names (a quote in a label key, say) are decoded, so that both spellings are one name.</summary>
    public static ReadOnlySpan<byte> NameOf(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.Contains((byte)'\\') ? System.Text.Encoding.UTF8.GetBytes(member.Name) : raw;
    }

    public void Dispose() => ArrayPool<JsonProperty>.Shared.Return(_rented, clearArray: true);
}
