using System.Net;
using System.Text;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Configstore.Tests;

/// <summary>The webhook: what is not signed is not looked at, and what is signed is still only a hint.</summary>
public sealed class WebhookTests
{
    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        // No scan helps: what these tests see, the webhook did.
        _world = await GiteaAndConfigstore.PrepareAsync(("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600"), ("WEBHOOK_MAX_BYTES", "65536"));
        foreach (var name in (string[])["al", "al-dev", "bo"]) _world.AddProducer(name);
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
        await Eventually.That(() => _world.ReadinessAsync(), Does.Contain("webhook registration succeeded"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Hook_WithoutSignature_Is401()
    {
        using var request = SignedWebhook.Create(SignedWebhook.Push("customer-al", "dev", new string('0', 40), new string('a', 40)));
        request.Headers.Remove("X-Gitea-Signature");

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task NeverAgain8_HookSignedWithAnotherSecret_Is401()
    {
        using var request = SignedWebhook.Create(SignedWebhook.Push("customer-al", "dev", new string('0', 40), new string('a', 40)), secret: "some-other-secret");

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Hook_Oversized_Is413(bool chunked)
    {
        using var request = SignedWebhook.Create(new byte[100_000]);
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Hook_SignedNonsense_IsNever500()
    {
        string[] bodies =
        [
            "", "null", "[]", "{}", "\"x\"", "1", "{", "{\"repository\":null}", "{\"repository\":[]}", "{\"repository\":{\"owner\":7}}",
            "{\"ref\":null,\"repository\":{\"name\":\"dev\",\"owner\":{\"login\":\"customer-al\"}}}",
            "{\"ref\":\"refs/heads/main\",\"before\":\"x\",\"after\":{},\"repository\":{\"name\":\"dev\",\"owner\":{\"login\":\"customer-al\"}}}",
            "{\"repository\":{\"name\":\"../../etc\",\"owner\":{\"login\":\"..\"}}}", "\ud800", new string('[', 5000), "{\"a\":" + new string('{', 200),
        ];
        foreach (var body in bodies)
        {
            foreach (var @event in (string[])["push", "create", "repository", "ping", ""])
            {
                using var request = SignedWebhook.Create(Encoding.UTF8.GetBytes(body), @event);
                using var answer = await _world.Client.SendAsync(request);
                Assert.That((int)answer.StatusCode, Is.LessThan(500), $"{@event}: {body}");
            }
        }
    }

    [Test]
    public async Task Hook_RandomlyDamagedPush_IsNever500()
    {
        var random = new Random(42);
        var whole = Encoding.UTF8.GetBytes(SignedWebhook.Push("customer-al", "dev", new string('0', 40), new string('a', 40)));
        for (var i = 0; i < 300; i++)
        {
            var damaged = whole.ToArray();
            for (var n = 0; n < 3; n++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            using var request = SignedWebhook.Create(damaged[..random.Next(1, damaged.Length + 1)]);
            using var answer = await _world.Client.SendAsync(request);
            Assert.That((int)answer.StatusCode, Is.LessThan(500), Encoding.UTF8.GetString(damaged));
        }
    }

    [Test]
    public async Task NeverAgain8_PushOfHyphenatedProducer_MovesThatProducerAlone()
    {
        var before = await _world.HeadsAsync();

        var commit = await _world.CommitAsync("al-dev", GiteaAndConfigstore.Document("hyphenated"));

        await _world.UntilHeadAsync("al-dev", commit);
        Assert.That((await _world.HeadsAsync())["al"].Revision, Is.EqualTo(before["al"].Revision));
    }

    [Test]
    public async Task Hook_OldDeliveryReplayed_DoesNotMoveTheHeadBack()
    {
        var first = await _world.CommitAsync("bo", GiteaAndConfigstore.Document("1"));
        var second = await _world.CommitAsync("bo", GiteaAndConfigstore.Document("2"));
        await _world.UntilHeadAsync("bo", second);

        using var replay = SignedWebhook.Create(SignedWebhook.Push("customer-bo", "dev", new string('0', 40), first));
        using var answer = await _world.Client.SendAsync(replay);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Consistently.That(async () => (await _world.HeadsAsync())["bo"].Revision.Dev, Is.EqualTo(second));
    }

    [Test]
    public async Task Hook_NamingACommitThatDoesNotExist_ChangesNothing()
    {
        var before = (await _world.HeadsAsync())["al"].Revision;

        using var forged = SignedWebhook.Create(SignedWebhook.Push("customer-al", "dev", new string('0', 40), new string('a', 40)));
        using var answer = await _world.Client.SendAsync(forged);

        await Consistently.That(async () => (await _world.HeadsAsync())["al"].Revision, Is.EqualTo(before));
    }

    [Test]
    public async Task Push_ToAnotherBranch_IsToldOnceHoweverOftenItIsDelivered()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url, "/change-stream/al");
        var body = SignedWebhook.Push("customer-al", "dev", new string('0', 40), new string('b', 40), "refs/heads/feature");
        var delivery = Guid.NewGuid().ToString();
        for (var i = 0; i < 2; i++)
        {
            using var request = SignedWebhook.Create(body);
            request.Headers.Remove("X-Gitea-Delivery");
            request.Headers.Add("X-Gitea-Delivery", delivery);
            using var answer = await _world.Client.SendAsync(request);
        }

        await Eventually.That(() => stream.Of(ChangeStreamEvents.Push, ApiJson.Default.PushEvent), Has.Count.EqualTo(1));
        await Consistently.That(() => stream.Of(ChangeStreamEvents.Push, ApiJson.Default.PushEvent), Has.Count.EqualTo(1));
    }
}
