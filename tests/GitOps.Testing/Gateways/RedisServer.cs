using System.Net.Sockets;
using System.Security.Cryptography;

namespace GitOps.Testing.Gateways;

/// <summary>A real Redis on loopback, with a password, that keeps nothing on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly FreePort _port = FreePort.Reserve();
    private readonly ChildProcess _process;

    private RedisServer() => _process = ChildProcess.Start(ServerPrograms.Redis,
    [
        "--bind", "127.0.0.1", "--port", $"{_port}", "--requirepass", Password, "--save", "", "--appendonly", "no",
    ]);

    public int Port => _port.Number;

    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Starts a server and waits until it listens. Skips the test where the program is missing.</summary>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellation = default)
    {
        var server = new RedisServer();
        try
        {
            await server._process.WaitUntilReadyAsync(server.IsListeningAsync, TimeSpan.FromSeconds(30), cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _port.Dispose();
    }

    private async Task<bool> IsListeningAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellation);
        return true;
    }
}
