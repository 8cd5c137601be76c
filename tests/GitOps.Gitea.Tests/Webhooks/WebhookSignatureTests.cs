using System.Security.Cryptography;
using System.Text;
using GitOps.Gitea.Tests.Recordings;
using GitOps.Gitea.Webhooks;
using Microsoft.AspNetCore.Http;

namespace GitOps.Gitea.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Secret = "hook-secret-for-tests";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"ref":"refs/heads/main"}""");
    private static readonly string Right = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body));
    private static readonly string Other = new('0', 64);

    private static IEnumerable<Recording> Deliveries => Recording.All.Where(recording => recording.IsDelivery);

    [TestCaseSource(nameof(Deliveries))]
    public void Verify_RecordedDelivery_IsGenuine(Recording delivery) =>
        Assert.That(WebhookSignature.Verify(delivery.DeliverySecret, delivery.DeliveryBytes, HeadersOf(delivery)), Is.EqualTo(WebhookVerdict.Genuine));

    [TestCaseSource(nameof(Deliveries))]
    public void Verify_RecordedDeliveryWithOneByteChanged_IsWrong(Recording delivery)
    {
        var bytes = delivery.DeliveryBytes;
        bytes[bytes.Length / 2] ^= 1;

        Assert.That(WebhookSignature.Verify(delivery.DeliverySecret, bytes, HeadersOf(delivery)), Is.EqualTo(WebhookVerdict.Wrong));
    }

    [TestCaseSource(nameof(Deliveries))]
    public void Verify_RecordedDeliveryAsAForm_IsGenuine(Recording delivery)
    {
        var form = Encoding.ASCII.GetBytes($"payload={Uri.EscapeDataString(Encoding.UTF8.GetString(delivery.DeliveryBytes)).Replace("%20", "+")}");
        var headers = HeadersOf(delivery) with { ContentType = "application/x-www-form-urlencoded" };

        Assert.That(WebhookSignature.Verify(delivery.DeliverySecret, form, headers), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(WebhookPayload.Parse(form, headers), Is.Not.Null);
    }

    private static IEnumerable<TestCaseData> Headers()
    {
        yield return Case("both", Right, $"sha256={Right}", WebhookVerdict.Genuine);
        yield return Case("Gitea's alone", Right, null, WebhookVerdict.Genuine);
        yield return Case("the hub's alone", null, $"sha256={Right}", WebhookVerdict.Genuine);
        yield return Case("upper case", Right.ToUpperInvariant(), null, WebhookVerdict.Genuine);
        yield return Case("none", null, null, WebhookVerdict.Missing);
        yield return Case("empty ones", "", "", WebhookVerdict.Malformed);
        yield return Case("another", Other, null, WebhookVerdict.Wrong);
        yield return Case("one right, one wrong", Right, $"sha256={Other}", WebhookVerdict.Wrong);
        yield return Case("one wrong, one right", Other, $"sha256={Right}", WebhookVerdict.Wrong);
        yield return Case("no hexadecimal", new string('z', 64), null, WebhookVerdict.Malformed);
        yield return Case("too short", Right[..62], null, WebhookVerdict.Malformed);
        yield return Case("too long", Right + "00", null, WebhookVerdict.Malformed);
        yield return Case("very long", new string('a', 100_000), null, WebhookVerdict.Malformed);
        yield return Case("no ASCII", new string('ä', 64), null, WebhookVerdict.Malformed);
        yield return Case("hub without its prefix", null, Right, WebhookVerdict.Malformed);
        yield return Case("hub with SHA-1", null, $"sha1={Right}", WebhookVerdict.Malformed);
        yield return Case("right and broken", Right, "sha256=broken", WebhookVerdict.Malformed);

        static TestCaseData Case(string name, string? gitea, string? hub, WebhookVerdict verdict) =>
            new TestCaseData(gitea, hub, verdict).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Headers))]
    public void Verify_Headers_AreJudgedTogether(string? gitea, string? hub, WebhookVerdict verdict) => Assert.That(
        WebhookSignature.Verify(Secret, Body, new WebhookHeaders(gitea, hub, "push", "1", "application/json")), Is.EqualTo(verdict));

    [Test]
    public void From_HeaderThatCameTwice_MatchesNothing()
    {
        var headers = new HeaderDictionary { ["X-Gitea-Signature"] = new[] { Right, Right } };

        Assert.That(WebhookSignature.Verify(Secret, Body, WebhookHeaders.From(headers)), Is.EqualTo(WebhookVerdict.Malformed));
    }

    [Test]
    public void Verify_EmptySecret_IsRefused() => Assert.Throws<ArgumentException>(
        () => WebhookSignature.Verify("", Body, new WebhookHeaders(Right, null, "push", "1", "application/json")));

    [TestCase("payload=%7B%7")]
    [TestCase("payload=%zz")]
    [TestCase("payload={}&payload={}")]
    [TestCase("other={}")]
    [TestCase("")]
    public void Verify_FormThatIsNone_IsMalformed(string form) => Assert.That(
        WebhookSignature.Verify(Secret, Encoding.UTF8.GetBytes(form), new WebhookHeaders(Right, null, "push", "1", "application/x-www-form-urlencoded")),
        Is.EqualTo(WebhookVerdict.Malformed));

    internal static WebhookHeaders HeadersOf(Recording delivery)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in delivery.DeliveryHeaders)
        {
            headers[name] = value;
        }

        return WebhookHeaders.From(headers);
    }
}
