using System.Buffers;

namespace GitOps.Kubernetes.Transport;

/// <summary>A whole response body in a rented array, which goes back when disposed: no read of it may follow.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int SmallestRent = 4096;

    private byte[] _bytes;
    private int _length;

    private PooledBody(byte[] bytes) => _bytes = bytes;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <exception cref="HttpRequestException">The connection broke before the body was whole.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // One byte more than announced, so that the end is seen without growing.
        var announced = (int)Math.Min(response.Content.Headers.ContentLength ?? 0, 64 << 20) + 1;
        var body = new PooledBody(ArrayPool<byte>.Shared.Rent(Math.Max(announced, SmallestRent)));
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            while (await stream.ReadAsync(body._bytes.AsMemory(body._length), cancellation) is var read and > 0)
            {
                body._length += read;
                if (body._length == body._bytes.Length) body.Grow();
            }
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(_bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
