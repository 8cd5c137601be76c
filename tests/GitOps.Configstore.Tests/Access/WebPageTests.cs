using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.Access;

/// <summary>A configstore that asks nobody who they are still serves no page of the web.</summary>
public sealed class WebPageTests
{
    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("ALLOWED_HOSTS", "configstore.default"));
        _world.AddProducer("al");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TestCase("/producers", "evil.example", HttpStatusCode.Forbidden)]
    [TestCase("/producers/al/envs/dev/files/dev/lunchbadger.json", "evil.example", HttpStatusCode.Forbidden)]
    [TestCase("/change-stream", "evil.example", HttpStatusCode.Forbidden)]
    [TestCase("/api/producers", "evil.example", HttpStatusCode.Forbidden)]
    [TestCase("/search/users?q=al", "evil.example", HttpStatusCode.Forbidden)]
    [TestCase("/producers", "configstore.default", HttpStatusCode.OK)]
    [TestCase("/producers", "localhost:3002", HttpStatusCode.OK)]
    [TestCase("/health", "10.1.2.3:3002", HttpStatusCode.OK)]
    [TestCase("/ready", "10.1.2.3:3002", HttpStatusCode.OK)]
    [TestCase("/metrics", "10.1.2.3:3002", HttpStatusCode.OK)]
    public async Task Get_ForAHost_IsServedUnderItsOwnNamesOnly(string path, string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };

        using var answer = await _world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Write_FromAPageOfAnotherOrigin_ChangesNothing()
    {
        var before = _world.Forge.Head("customer-al", "dev");
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/producers/al/envs/dev/files") { Content = JsonContent.Create(new Dictionary<string, string> { ["dev/notes.txt"] = "hello" }) };
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.TryAddWithoutValidation("If-Match", "*");

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(_world.Forge.Head("customer-al", "dev"), Is.EqualTo(before));
    }
}
