using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Cluster;

/// <summary>What is the sandbox cluster's own, beside the API.</summary>
public sealed class ClusterServerTests
{
    [Test]
    public async Task Request_WithoutTheToken_IsRefused()
    {
        await using var server = await SandboxClusterServer.StartAsync(options => options.Token = "secret");
        using var client = new HttpClient { BaseAddress = server.Url };

        using var without = await client.GetAsync("api/v1/namespaces");
        client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using var with = await client.GetAsync("api/v1/namespaces");

        Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(with.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("localhost", null, HttpStatusCode.OK)]
    [TestCase("127.0.0.1:8001", null, HttpStatusCode.OK)]
    [TestCase("evil.example", null, HttpStatusCode.Forbidden)]
    [TestCase("127.0.0.1:8001", "http://127.0.0.1:5000", HttpStatusCode.Forbidden)]
    [TestCase("127.0.0.1:8001", "null", HttpStatusCode.Forbidden)]
    public async Task Request_OfAPageOfTheWeb_IsRefused(string host, string? origin, HttpStatusCode expected)
    {
        await using var server = await SandboxClusterServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/secrets") { Headers = { Host = host } };
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Restart_WithADataDirectory_KeepsObjectsAsTheyWere()
    {
        using var folder = new TemporaryDirectory("cluster");
        string before;
        await using (var server = await StartAsync())
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            await CreateAsync(client, "kept");
            before = await client.GetStringAsync("api/v1/namespaces/default/configmaps/kept");
        }

        await using var again = await StartAsync();
        using var reader = new HttpClient { BaseAddress = again.Url };

        Assert.That(await reader.GetStringAsync("api/v1/namespaces/default/configmaps/kept"), Is.EqualTo(before));

        Task<SandboxClusterServer> StartAsync() => SandboxClusterServer.StartAsync(options => options.DataDirectory = folder.Path);
    }

    [Test]
    public async Task Watch_FromARevisionThatIsForgotten_TellsToListAnew()
    {
        await using var server = await SandboxClusterServer.StartAsync(options => options.WatchHistory = 2);
        using var client = new HttpClient { BaseAddress = server.Url };
        for (var i = 0; i < 5; i++)
            await CreateAsync(client, $"c{i}");

        var events = await client.GetStringAsync("api/v1/configmaps?watch=true&resourceVersion=2&timeoutSeconds=1");

        var first = JsonNode.Parse(events)!;
        Assert.That((string?)first["type"], Is.EqualTo("ERROR"));
        Assert.That((int?)first["object"]!["code"], Is.EqualTo(410));
    }

    [Test]
    public async Task Counters_TellReadsFromWrites()
    {
        await using var server = await SandboxClusterServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Url };

        await CreateAsync(client, "one");
        await client.GetStringAsync("api/v1/configmaps");

        Assert.That(server.Requests.Writes, Is.EqualTo(1));
        Assert.That(server.Requests.Of("list", "configmaps"), Is.EqualTo(1));
    }

    [Test]
    public async Task QuietWatch_WithBookmarks_LearnsTheNewestRevision()
    {
        await using var server = await SandboxClusterServer.StartAsync(options => options.BookmarkInterval = TimeSpan.FromMilliseconds(50));
        using var client = new HttpClient { BaseAddress = server.Url };

        var events = await client.GetStringAsync("api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=1");

        Assert.That(events, Does.Contain("\"BOOKMARK\""));
    }

    private static async Task CreateAsync(HttpClient client, string name)
    {
        using var response = await client.PostAsJsonAsync("api/v1/namespaces/default/configmaps", new { metadata = new { name } });
        response.EnsureSuccessStatusCode();
    }
}
