using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitOps.Testing.Gateways;

/// <summary>
/// A connection to a Redis that sends what a test says, as it says it (RESP 2), so that what Redis answers is not the work of a client library. Texts are
/// UTF-8; integers are numbers; arrays are lists; nothing is null.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;

    private RedisConnection()
    {
    }

    public static async Task<RedisConnection> OpenAsync(int port, CancellationToken cancellation = default)
    {
        var connection = new RedisConnection();
        try
        {
            await connection._client.ConnectAsync("127.0.0.1", port, cancellation);
            connection._stream = new BufferedStream(connection._client.GetStream());
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="RedisErrorException">Redis refuses; the message is what it says.</exception>
    public async Task<object?> SendAsync(IEnumerable<string> command, CancellationToken cancellation = default)
    {
        var parts = command.Select(Encoding.UTF8.GetBytes).ToList();
        await WriteAsync($"*{parts.Count}\r\n", cancellation);
        foreach (var part in parts)
        {
            await WriteAsync($"${part.Length}\r\n", cancellation);
            await _stream.WriteAsync(part, cancellation);
            await WriteAsync("\r\n", cancellation);
        }
        await _stream.FlushAsync(cancellation);
        return await ReadAsync(cancellation);
    }

    public Task<object?> SendAsync(params string[] command) => SendAsync((IEnumerable<string>)command);

    /// <summary>What Redis says against a command; null when it does it.</summary>
    public async Task<string?> RefusalOfAsync(params string[] command)
    {
        try
        {
            await SendAsync(command);
            return null;
        }
        catch (RedisErrorException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>An answer that is a list of texts.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(params string[] command) => [.. ((List<object?>)(await SendAsync(command))!).Select(item => (string)item!)];

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private ValueTask WriteAsync(string text, CancellationToken cancellation) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);

    private async Task<object?> ReadAsync(CancellationToken cancellation)
    {
        var line = await ReadLineAsync(cancellation);
        var rest = line[1..];
        switch (line[0])
        {
            case '+': return rest;
            case '-': throw new RedisErrorException(rest);
            case ':': return long.Parse(rest, CultureInfo.InvariantCulture);
            case '$' when rest == "-1": return null;
            case '$':
                var text = new byte[int.Parse(rest, CultureInfo.InvariantCulture) + 2];
                await _stream.ReadExactlyAsync(text, cancellation);
                return Encoding.UTF8.GetString(text.AsSpan(..^2));
            case '*' when rest == "-1": return null;
            case '*':
                var items = new List<object?>();
                for (var left = int.Parse(rest, CultureInfo.InvariantCulture); left > 0; left--) items.Add(await ReadAsync(cancellation));
                return items;
            default: throw new InvalidDataException($"Redis answered '{line}'.");
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one, cancellation);
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }
}
