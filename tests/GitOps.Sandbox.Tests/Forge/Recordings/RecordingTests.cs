using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Tests.Forge.Recordings;

/// <summary>The forge answers what a real Gitea 1.26.3 answered, for every recording but those listed here with their reason.</summary>
internal sealed partial class RecordingTests
{
    /// <summary>Calls that the forge does not offer: nothing in the product makes them.</summary>
    private static readonly Dictionary<string, string> NotOffered = new()
    {
        ["155-repo-languages-200"] = "guesses at programming languages",
        ["215-org-create-201"] = "producers are users; there are no organizations",
        ["216-orgs-list-200"] = "producers are users; there are no organizations",
        ["217-org-teams-200"] = "producers are users; there are no organizations",
        ["218-org-repo-create-201"] = "producers are users; there are no organizations",
        ["223-release-create-201"] = "no releases",
        ["224-releases-200"] = "no releases",
        ["225-release-latest-200"] = "no releases",
        ["230-cron-list-200"] = "no scheduled upkeep",
    };

    /// <summary>Members that differ on purpose, wherever they occur.</summary>
    private static readonly Dictionary<string, string[]> KnownDifferences = new()
    {
        // The forge has no cache and no database whose health it could tell.
        ["003-healthz-200"] = ["$.checks.cache:ping: missing", "$.checks.database:ping: missing"],
    };

    private RecordedSession _session = null!;

    private static IEnumerable<Recording> Calls => Recording.All.Where(recording => !recording.IsDelivery && !NotOffered.ContainsKey(recording.Name));

    private static IEnumerable<Recording> Deliveries => Recording.All.Where(recording => recording.IsDelivery);

    [OneTimeSetUp]
    public async Task Play() => _session = await RecordedSession.PlayAsync(recording => !NotOffered.ContainsKey(recording.Name));

    [OneTimeTearDown]
    public async Task End() => await _session.DisposeAsync();

    [TestCaseSource(nameof(Calls))]
    public void Call_Replayed_IsAnsweredAsRecorded(Recording recording)
    {
        var answer = _session.Answers[recording.Name];

        Assert.That(answer.Status, Is.EqualTo(recording.Status), answer.Body);
        using (Assert.EnterMultipleScope())
        {
            CheckHeaders(recording, answer);
            CheckBody(recording, answer);
        }
    }

    [TestCaseSource(nameof(Deliveries))]
    public void Webhook_OfReplayedEvents_IsSentAsRecorded(Recording recording)
    {

        var same = _session.Deliveries.Where(delivery =>
            delivery.Headers["X-Gitea-Event"] == recording.Headers["X-Gitea-Event"]
            && delivery.Headers["X-Gitea-Hook-Installation-Target-Type"] == recording.Headers["X-Gitea-Hook-Installation-Target-Type"]
            && Member(delivery.Body, "ref") == recording.Body!["ref"]?.GetValue<string>()
            && IsZero(Member(delivery.Body, "before")) == IsZero(recording.Body["before"]?.GetValue<string>())).ToArray();
        Assert.That(same, Is.Not.Empty);

        var expected = JsonSerializer.SerializeToElement(recording.Body);
        Assert.That(same.Select(delivery => JsonShape.Differences(expected, delivery.Body).ToArray()), Has.Some.Empty);
        Assert.That(recording.Headers.Keys.Except(same[0].Headers.Keys, StringComparer.OrdinalIgnoreCase), Is.SubsetOf(new[] { "User-Agent", "Accept-Encoding" }));
    }

    private void CheckHeaders(Recording recording, RecordedSession.Answer answer)
    {
        foreach (var name in (string[])["X-Total-Count", "Link", "Etag", "Location", "Content-Type", "Content-Disposition", "X-Page", "X-PageCount", "X-HasMore", "X-Gitea-Warning"])
        {
            var expected = recording.Headers.GetValueOrDefault(name)?.Replace("http://gitea.local", _session.Url, StringComparison.Ordinal);
            Assert.That(Spaceless(answer.Headers.GetValueOrDefault(name)), Is.EqualTo(Spaceless(expected)), name);
        }
    }

    private static void CheckBody(Recording recording, RecordedSession.Answer answer)
    {
        if (recording.BodyText is { } text)
        {
            Assert.That(answer.Body.TrimEnd(), Is.EqualTo(text.TrimEnd()));
            return;
        }

        if (recording.Body is null && answer.Body.Length == 0)
        {
            return;
        }

        var expected = JsonSerializer.SerializeToElement(recording.Body);
        var actual = JsonDocument.Parse(answer.Body).RootElement;
        Assert.That(JsonShape.Differences(expected, actual), Is.EquivalentTo(KnownDifferences.GetValueOrDefault(recording.Name, [])));
        if (recording.Status >= 400)
        {
            Assert.That(Ids().Replace(Member(actual, "message") ?? "", "<id>"), Is.EqualTo(Ids().Replace(Member(expected, "message") ?? "", "<id>")));
        }
    }

    private static string? Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool IsZero(string? id) => id is not null && id.All(digit => digit == '0');

    private static string? Spaceless(string? value) => value?.Replace(" ", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex Ids();
}
