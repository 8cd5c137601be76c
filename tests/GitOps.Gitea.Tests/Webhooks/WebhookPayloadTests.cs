using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Gitea.Tests.Recordings;
using GitOps.Gitea.Webhooks;

namespace GitOps.Gitea.Tests.Webhooks;

public sealed class WebhookPayloadTests
{
    private static IEnumerable<Recording> Deliveries => Recording.All.Where(recording => recording.IsDelivery);

    [TestCaseSource(nameof(Deliveries))]
    public void Parse_RecordedDelivery_SaysWhatHappened(Recording delivery)
    {
        var headers = WebhookSignatureTests.HeadersOf(delivery);
        using var json = JsonDocument.Parse(delivery.DeliveryBytes);
        var repository = json.RootElement.GetProperty("repository");

        var payload = WebhookPayload.Parse(delivery.DeliveryBytes, headers);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(payload.Repository?.ToString(), Is.EqualTo(repository.GetProperty("full_name").GetString()));
            Assert.That(payload.RepositoryId, Is.EqualTo(repository.GetProperty("id").GetInt64()));
            Assert.That(payload.Sender, Is.EqualTo(json.RootElement.GetProperty("sender").GetProperty("login").GetString()));
            Assert.That(payload.GetType(), Is.EqualTo(headers.Event switch
            {
                "push" => typeof(PushPayload),
                "repository" => typeof(RepositoryPayload),
                _ => typeof(ReferencePayload),
            }));
            Assert.That(headers.DeliveryId, Does.Match("^[0-9a-f-]{36}$"));
        }
    }

    [Test]
    public void Parse_FirstPush_HasBranchCommitsAndZeros()
    {
        var push = (PushPayload)Parse("098-webhook-first-push-2");

        Assert.That((push.Branch, push.Before, push.After), Is.EqualTo(("main", new string('0', 40), "c019a83fa61948d88e0e064984eb3d3337694a21")));
        Assert.That(push.Commits.Select(commit => commit.CommitterMail), Is.EqualTo(new[] { "al@gitea.local" }));
        Assert.That(push.IsExternal(SystemBots.Mails), Is.True);
    }

    [TestCase("support@lunchbadger.com", "sls-bot@lunchbadger.com", 2, false)]
    [TestCase("SUPPORT@lunchbadger.com", "sls-bot@lunchbadger.com", 2, false)]
    [TestCase("support@lunchbadger.com", "al@gitea.local", 2, true)]
    [TestCase("support@lunchbadger.com", "sls-bot@lunchbadger.com", 3, true)]
    [TestCase("support@lunchbadger.com", null, 2, true)]
    public void IsExternal_OfCommitters_IsFalseOnlyWhenAllAreBots(string first, string? second, int total, bool isExternal)
    {
        var push = (PushPayload)Parse("098-webhook-first-push-2", body =>
        {
            body["commits"] = new JsonArray(Commit(first), Commit(second));
            body["total_commits"] = total;
        });

        Assert.That(push.IsExternal(SystemBots.Mails), Is.EqualTo(isExternal));
    }

    [Test]
    public void IsExternal_NoCommits_IsTrue()
    {
        var push = (PushPayload)Parse("098-webhook-first-push-2", body => body["commits"] = null);

        Assert.That(push.IsExternal(SystemBots.Mails), Is.True);
    }

    [TestCase("pusher")]
    [TestCase("sender")]
    [TestCase("commits")]
    [TestCase("head_commit")]
    [TestCase("total_commits")]
    [TestCase("compare_url")]
    public void Parse_UnneededMemberIsNullOrMissing_IsRead(string member)
    {
        Assert.That(Parse("098-webhook-first-push-2", body => body[member] = null), Is.InstanceOf<PushPayload>());
        Assert.That(Parse("098-webhook-first-push-2", body => body.Remove(member)), Is.InstanceOf<PushPayload>());
    }

    [TestCase("ref")]
    [TestCase("before")]
    [TestCase("after")]
    [TestCase("repository")]
    public void Parse_NeededMemberIsNullOrMissing_IsATypedFailure(string member)
    {
        Assert.Throws<WebhookPayloadException>(() => Parse("098-webhook-first-push-2", body => body[member] = null));
        var error = Assert.Throws<WebhookPayloadException>(() => Parse("098-webhook-first-push-2", body => body.Remove(member)))!;
        Assert.That(error.Message, Does.Contain(member).And.Contain("d48eed6a-d862-4251-b4cb-d0e27771eb11"));
    }

    [TestCase("../../etc")]
    [TestCase("a/b")]
    [TestCase("-x")]
    [TestCase("")]
    public void Parse_RepositoryOfNoName_IsATypedFailure(string name) => Assert.Throws<WebhookPayloadException>(
        () => Parse("098-webhook-first-push-2", body => body["repository"]!["name"] = name));

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("17")]
    [TestCase("{")]
    [TestCase("\"text\"")]
    [TestCase("{\"ref\":17}")]
    [TestCase("{\"ref\":\"\\ud800\"}")]
    [TestCase("{\"commits\":{}}")]
    [TestCase("{\"repository\":[]}")]
    [TestCase("{\"total_commits\":1e99}")]
    public void Parse_NoSuchJson_IsATypedFailure(string body) =>
        Assert.Throws<WebhookPayloadException>(() => WebhookPayload.Parse(Encoding.UTF8.GetBytes(body), Headers("push")));

    [Test]
    public void Parse_JsonOfGreatDepth_IsATypedFailure()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"repository\":", 100_000));

        Assert.Throws<WebhookPayloadException>(() => WebhookPayload.Parse(Encoding.UTF8.GetBytes(deep), Headers("push")));
    }

    [Test]
    public void Parse_UnknownEvent_IsOther() =>
        Assert.That(WebhookPayload.Parse("{}"u8, Headers("issues")), Is.EqualTo(new OtherPayload(null, 0, "", "issues")));

    [Test]
    public void Parse_RecordedDeliveriesMutated_NeverFailsOtherwiseThanTyped([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        foreach (var delivery in Deliveries)
        {
            var headers = WebhookSignatureTests.HeadersOf(delivery);
            for (var i = 0; i < 50; i++)
            {
                var bytes = i % 2 == 0 ? MutateBytes(delivery.DeliveryBytes, random) : MutateTree(delivery.DeliveryBytes, random);
                try
                {
                    WebhookPayload.Parse(bytes, headers);
                }
                catch (WebhookPayloadException)
                {
                    // The one failure that is allowed; any other fails the test.
                }
            }
        }
    }

    private static byte[] MutateBytes(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static byte[] MutateTree(byte[] original, Random random)
    {
        var root = JsonNode.Parse(original)!.AsObject();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = root;
            while (at.Select(member => member.Value).OfType<JsonObject>().ToList() is { Count: > 0 } inner && random.Next(2) == 0)
            {
                at = inner[random.Next(inner.Count)];
            }

            if (at.Count == 0)
            {
                continue;
            }

            var name = at.ElementAt(random.Next(at.Count)).Key;
            at[name] = random.Next(6) switch
            {
                0 => null,
                1 => JsonValue.Create("text"),
                2 => JsonValue.Create(-1.5),
                3 => new JsonArray(null, 1, "x"),
                4 => new JsonObject { ["unknown"] = true },
                _ => JsonValue.Create(true),
            };
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static WebhookPayload Parse(string name, Action<JsonObject>? change = null)
    {
        var delivery = Recording.Named(name);
        var body = JsonNode.Parse(delivery.DeliveryBytes)!.AsObject();
        change?.Invoke(body);
        return WebhookPayload.Parse(Encoding.UTF8.GetBytes(body.ToJsonString()), WebhookSignatureTests.HeadersOf(delivery));
    }

    private static JsonObject Commit(string? mail) => new()
    {
        ["id"] = new string('a', 40),
        ["message"] = "m",
        ["committer"] = mail is null ? null : new JsonObject { ["email"] = mail },
    };

    private static WebhookHeaders Headers(string name) => new(null, null, name, "1", "application/json");
}
