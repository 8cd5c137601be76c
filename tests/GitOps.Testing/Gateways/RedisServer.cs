using System.Net.Sockets;
using System.Security.Cryptography;

namespace GitOps.Testing.Gateways;

/// <summary>A real Redis on loopback, with a password, that keeps nothing on disk. It can be stopped and started again on its port, and knows nothing then.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly FreePort _port = FreePort.Reserve();
    private readonly string[] _options;
    private ChildProcess? _process;

    private RedisServer(string? password, string[] options)
    {
        Password = password ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _options = options;
    }

    public int Port => _port.Number;

    /// <summary>Of the administrator, user <c>default</c>; empty: everybody is one.</summary>
    public string Password { get; }

    /// <summary>Starts a server and waits until it listens. Skips the test where the program is missing.</summary>
    public static Task<RedisServer> StartAsync(CancellationToken cancellation = default) => StartAsync(null, [], cancellation);

    /// <param name="password">The administrator's, or empty for none; null: nobody can guess it.</param>
    /// <param name="options">Further options of the program.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<RedisServer> StartAsync(string? password, string[] options, CancellationToken cancellation = default)
    {
        var server = new RedisServer(password, options);
        try
        {
            await server.StartAgainAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it anew after <see cref="StopAsync"/>: without any key, and without users but the administrator.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        _process = ChildProcess.Start(ServerPrograms.Redis,
        [
            "--bind", "127.0.0.1", "--port", $"{_port}", "--requirepass", Password, "--save", "", "--appendonly", "no", .. _options,
        ]);
        await _process.WaitUntilReadyAsync(IsListeningAsync, TimeSpan.FromSeconds(30), cancellation);
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>A connection signed in as the administrator.</summary>
    public Task<RedisConnection> ConnectAsync() => ConnectAsync("default", Password);

    /// <exception cref="RedisErrorException">Redis does not know them.</exception>
    public async Task<RedisConnection> ConnectAsync(string user, string password)
    {
        var connection = await RedisConnection.OpenAsync(Port);
        try
        {
            if (password.Length > 0) await connection.SendAsync("AUTH", user, password);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What Redis says against letting somebody in; null when it does.</summary>
    public async Task<string?> RefusalOfAsync(string user, string password)
    {
        await using var connection = await RedisConnection.OpenAsync(Port);
        return await connection.RefusalOfAsync("AUTH", user, password);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _port.Dispose();
    }

    private async Task<bool> IsListeningAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellation);
        return true;
    }
}
