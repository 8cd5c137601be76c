using System.Net.Http.Json;
using System.Text.Json;

namespace GitOps.Testing.ControlPlane;

/// <summary>A single etcd on loopback with its data in memory where there is such a place.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = TemporaryDirectory.InMemory("etcd");
    private readonly FreePort _clientPort = FreePort.Reserve();
    private readonly FreePort _peerPort = FreePort.Reserve();
    private readonly HttpClient _client;
    private ChildProcess? _process;

    public EtcdServer()
        => _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(ClientAddress) };

    /// <summary>Without a path, as etcd insists.</summary>
    public string ClientAddress => $"http://127.0.0.1:{_clientPort}";

    public async Task StartAsync(CancellationToken cancellation)
    {
        var program = ServerPrograms.Etcd;
        var peers = $"http://127.0.0.1:{_peerPort}";
        var flags = await ProgramFlags.ReadAsync(program, cancellation);
        _process = ChildProcess.Start(program,
        [
            "--name=test",
            $"--data-dir={_data["data"]}",
            $"--listen-client-urls={ClientAddress}",
            $"--advertise-client-urls={ClientAddress}",
            $"--listen-peer-urls={peers}",
            $"--initial-advertise-peer-urls={peers}",
            $"--initial-cluster=test={peers}",
            .. flags.Supported("--unsafe-no-fsync", "--logger=zap", "--log-level=warn"),
        ], folder: _data);
        await _process.WaitUntilReadyAsync(
            async stop => (await _client.GetStringAsync("health", stop)).Contains("true", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            cancellation);
    }

    /// <summary>Forgets every revision before the present one. Source: etcd's gRPC gateway, /v3/kv/compaction.</summary>
    public async Task CompactAsync(CancellationToken cancellation)
    {
        using var range = await _client.PostAsJsonAsync("v3/kv/range", new { key = "AA==" }, cancellation);
        range.EnsureSuccessStatusCode();
        var answer = await range.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var revision = answer.GetProperty("header").GetProperty("revision").GetString();
        using var compaction = await _client.PostAsJsonAsync(
            "v3/kv/compaction", new { revision, physical = true }, cancellation);
        compaction.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.KillAsync();
            await _process.DisposeAsync();
        }

        _client.Dispose();
        _clientPort.Dispose();
        _peerPort.Dispose();
        _data.Dispose();
    }
}
