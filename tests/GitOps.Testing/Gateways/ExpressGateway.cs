using System.Text.RegularExpressions;

namespace GitOps.Testing.Gateways;

/// <summary>
/// A real Express Gateway, run with the configuration files and the environment of a gateway's pod: it decides whether
/// they are right. Only the two ports, and the addresses to listen on, are changed to free ones on loopback, and the folder of its
/// files to where they lie here.
/// </summary>
public sealed partial class ExpressGateway : IAsyncDisposable
{
    /// <summary>Where the pods have what stands in the files' folder.</summary>
    private const string PodFolder = "/usr/src/app/lib/config";

    private const string Load = "require(process.argv[1])().load(process.argv[2]).run()";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _folder = new("express-gateway");
    private readonly FreePort _port = FreePort.Reserve();
    private readonly FreePort _adminPort = FreePort.Reserve();
    private readonly HttpClient _admin;
    private ChildProcess? _process;

    private ExpressGateway()
        => _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = AdminUrl };

    /// <summary>Where the gateway serves; which endpoint a request meets depends on its Host header.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>Where its admin API serves.</summary>
    public Uri AdminUrl => new($"http://127.0.0.1:{_adminPort}");

    /// <summary>What it logged.</summary>
    public CapturedOutput Output => _process?.Output ?? new();

    /// <summary>Starts a gateway and waits until it serves. Skips the test where the program is missing.</summary>
    /// <param name="files">
    /// The files of its configuration folder by relative path: <c>gateway.config.yml</c>, <c>system.config.yml</c>, and
    /// <c>models/*.json</c> (the program's own where there are none).
    /// </param>
    /// <param name="environment">The container's variables, such as REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, EG_NAMESPACE.</param>
    /// <param name="keepsAdminAddress">Whether the admin API listens where the configuration says, for tests of that.</param>
    /// <exception cref="ChildProcessException">It refused the configuration; the message shows what it said.</exception>
    public static async Task<ExpressGateway> StartAsync(
        IReadOnlyDictionary<string, string> files,
        IReadOnlyDictionary<string, string?> environment,
        bool keepsAdminAddress = false,
        CancellationToken cancellation = default)
    {
        var package = ServerPrograms.ExpressGatewayPackage;
        var gateway = new ExpressGateway();
        try
        {
            gateway.WriteFiles(package, files, keepsAdminAddress);
            gateway._process = ChildProcess.Start(
                "node", ["-e", Load, package, gateway._folder.Path], gateway._folder.Path, environment, gateway._folder);
            await gateway._process.WaitUntilReadyAsync(gateway.IsServingAsync, StartDeadline, cancellation);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _admin.Dispose();
        _port.Dispose();
        _adminPort.Dispose();
        _folder.Dispose();
    }

    private void WriteFiles(string package, IReadOnlyDictionary<string, string> files, bool keepsAdminAddress)
    {
        foreach (var (path, content) in files)
        {
            _folder.Write(path, path switch
            {
                "gateway.config.yml" => OnLoopback(content, keepsAdminAddress),
                "system.config.yml" => content.Replace(PodFolder, _folder.Path, StringComparison.Ordinal),
                _ => content,
            });
        }

        if (!Directory.Exists(_folder["models"]))
        {
            foreach (var model in Directory.GetFiles(Path.Combine(package, "lib", "config", "models")))
            {
                _folder.Write(Path.Combine("models", Path.GetFileName(model)), File.ReadAllText(model));
            }
        }
    }

    /// <summary>As text: reading and writing the YAML anew would mend what the gateway should refuse.</summary>
    private string OnLoopback(string configuration, bool keepsAdminAddress)
    {
        var loopback = HttpSection().Replace(configuration, "http:\n  hostname: 127.0.0.1");
        if (!keepsAdminAddress) loopback = AdminAddress().Replace(loopback, "${key}: 127.0.0.1");
        loopback = loopback.Replace("port: 8080", $"port: {_port}", StringComparison.Ordinal);
        return loopback
            .Replace("port: 9876", $"port: {_adminPort}", StringComparison.Ordinal)
            .Replace("127.0.0.1:9876", $"127.0.0.1:{_adminPort}", StringComparison.Ordinal);
    }

    private async Task<bool> IsServingAsync(CancellationToken cancellation)
    {
        using var admin = await _admin.GetAsync("policies", cancellation);
        using var gateway = await _admin.GetAsync(Url, cancellation);
        return admin.IsSuccessStatusCode;
    }

    [GeneratedRegex("^http:$", RegexOptions.Multiline)]
    private static partial Regex HttpSection();

    [GeneratedRegex(@"(?<=^admin:\n(?:  .*\n)*  )(?<key>host(name)?): .*$", RegexOptions.Multiline)]
    private static partial Regex AdminAddress();
}
