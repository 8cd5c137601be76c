using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using GitOps.Configstore.Tests.World;
using GitOps.Testing;

namespace GitOps.Configstore.Tests;

/// <summary>What is sent slowly, or broken off, costs next to nothing: before anybody is believed, and after.</summary>
public sealed class SlowConnectionTests
{
    private const int Connections = 1000;
    private const int Megabyte = 1024 * 1024;

    /// <summary>An address that is not Gitea's.</summary>
    private static readonly IPAddress Attacker = IPAddress.Parse("127.0.0.2");

    private GiteaAndConfigstore _world = null!;
    private ConfigstoreProgram _configstore = null!;

    [SetUp]
    public async Task StartAsync()
    {
        // No scan helps: what is served anew, a webhook told.
        _world = await GiteaAndConfigstore.PrepareAsync(("AUTHENTICATION", "Required"), ("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600"), ("GITEA_TIMEOUT", "15"));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        _configstore = await _world.StartProgramAsync();
        _configstore.Client.DefaultRequestHeaders.Authorization = new("Bearer", _world.Gitea.AdminToken);
        await Eventually.That(() => _configstore.Client.GetStringAsync("/ready"), Does.Contain("webhook registration succeeded"));
        // What the first push and the first write take for good is not the attack's.
        await PushAsync();
        using var written = await WriteAsync("bo");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _configstore.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Test]
    public async Task Anonymous_AThousandSlowConnections_TakeLittleMemoryAndGiteaIsHeard()
    {
        var before = _configstore.ResidentBytes;
        var most = before;
        await using (var attack = SlowConnections.Start(_configstore.Url, Attacker, Connections, AnonymousRequest))
        {
            await Eventually.That(() => attack.Opened, Is.GreaterThan(Connections), "all came, and some came again");
            for (var push = 0; push < 10; push++)
            {
                await PushAsync();
                most = Math.Max(most, _configstore.ResidentBytes);
            }
        }

        Assert.That((most - before) / Megabyte, Is.LessThan(160), "MB that the attack took; its bodies together are 1000");
        await PushAsync();
        AssertNoStackTraces();
    }

    [Test]
    public async Task Tenant_AThousandSlowBodies_TakeLittleMemoryAndOthersWrite()
    {
        var token = _world.Forge.CreateToken("customer-al", "attack");
        var head = $"PATCH /producers/al/envs/dev/project HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n";
        var before = _configstore.ResidentBytes;
        var most = before;
        await using (var attack = SlowConnections.Start(_configstore.Url, Attacker, Connections, _ => (head, Megabyte)))
        {
            await Eventually.That(() => attack.Opened, Is.GreaterThan(Connections), "all came, and some came again");
            for (var write = 0; write < 10; write++)
            {
                using var answer = await WriteAsync("bo");
                Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
                most = Math.Max(most, _configstore.ResidentBytes);
            }
        }

        Assert.That((most - before) / Megabyte, Is.LessThan(160), "MB that the attack took; its bodies together are 1000");
        AssertNoStackTraces();
    }

    private static (string Head, int BodyBytes) AnonymousRequest(int index) => (index % 8) switch
    {
        0 => ("POST /hook HTTP/1.1\r\nHost: x\r\nX-Gitea-Sig", 0),
        1 => ("PATCH /producers/al/envs/dev/project HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", Megabyte),
        2 => ("POST /hook HTTP/1.1\r\nHost: x\r\nX-Gitea-Signature: x\r\nContent-Length: 4000000\r\n\r\n", Megabyte),
        _ => ($"POST /hook HTTP/1.1\r\nHost: x\r\nX-Gitea-Signature: {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{index}")))}\r\nContent-Length: 4000000\r\n\r\n", Megabyte),
    };

    private async Task PushAsync()
    {
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document($"{Guid.NewGuid()}"));
        await Eventually.That(async () => (await _configstore.Client.GetStringAsync("/producers/al/envs")).Contains(commit, StringComparison.Ordinal), Is.True, "the webhook told the push");
    }

    private Task<HttpResponseMessage> WriteAsync(string producer)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/producers/{producer}/envs/dev/files") { Content = JsonContent.Create(new Dictionary<string, string> { ["dev/notes.txt"] = $"{Guid.NewGuid()}" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return _configstore.Client.SendAsync(request);
    }

    private void AssertNoStackTraces()
    {
        var lines = _configstore.Output.Lines;
        // With what it is of: the line before the first frame.
        var traces = lines.Zip(lines.Skip(1)).Where(pair => IsFrame(pair.Second) && !IsFrame(pair.First)).Select(pair => pair.First).Distinct();
        Assert.That(traces, Is.Empty, "stack traces of connections that broke");

        static bool IsFrame(string line) => line.StartsWith("   at ", StringComparison.Ordinal);
    }
}
