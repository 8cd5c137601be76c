using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GitOps.Configstore.Tests.World;

/// <summary>
/// Clients that open connections, send what they like, and then neither end nor read: at once a new one for each that is closed to them. They
/// come from a loopback address of their own. Disposing resets all of them, amid whatever they were sending.
/// </summary>
internal sealed class SlowConnections : IAsyncDisposable
{
    private static readonly byte[] Chunk = [.. Enumerable.Repeat((byte)' ', 64 * 1024)];

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private int _opened;
    private int _open;

    private SlowConnections(Uri url, IPAddress source, int count, Func<int, (string Head, int BodyBytes)> request)
    {
        var to = new IPEndPoint(IPAddress.Loopback, url.Port);
        _clients = [.. Enumerable.Range(0, count).Select(index => Task.Run(() => KeepAsync(source, to, request(index), _stop.Token)))];
    }

    /// <summary>Connections that were opened so far.</summary>
    public int Opened => _opened;

    /// <summary>Connections that are open now.</summary>
    public int Open => _open;

    /// <param name="url">Whom they attack.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="count">At one time.</param>
    /// <param name="request">Head of the request of each, and how much of its body is sent.</param>
    public static SlowConnections Start(Uri url, IPAddress source, int count, Func<int, (string Head, int BodyBytes)> request) => new(url, source, count, request);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task KeepAsync(IPAddress source, IPEndPoint to, (string Head, int BodyBytes) request, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
            try
            {
                socket.Bind(new IPEndPoint(source, 0));
                await socket.ConnectAsync(to, stop);
                Interlocked.Increment(ref _opened);
                Interlocked.Increment(ref _open);
                await UseAsync(socket, request, stop);
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException)
            {
                // What an attacker has to live with.
            }
        }
    }

    private async Task UseAsync(Socket socket, (string Head, int BodyBytes) request, CancellationToken stop)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request.Head), stop);
            for (var left = request.BodyBytes; left > 0; left -= Chunk.Length) await socket.SendAsync(Chunk.AsMemory(0, Math.Min(left, Chunk.Length)), stop);
            // Until it is closed, whatever is answered.
            var answer = new byte[4096];
            while (await socket.ReceiveAsync(answer, stop) > 0)
            {
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
