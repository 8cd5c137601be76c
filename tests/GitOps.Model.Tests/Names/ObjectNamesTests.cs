using FsCheck;
using FsCheck.Fluent;
using GitOps.Model.Names;

namespace GitOps.Model.Tests.Names;

public sealed class ObjectNamesTests
{
    private const int MaxServiceLength = 63;

    /// <summary>Names as an attacker would choose them: hyphens where names are joined, words that stand there too, and what looks like a token.</summary>
    private static readonly string[] Words =
        ["a", "b", "x", "dev", "main", "shop", "env", "sls", "internal", "admin", "gateway", "workspace", "fn", "eg", "user", "x0000000000000000", "0", "-"];

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5000);

    [TestCase("al/main/dev", "al-dev")]
    [TestCase("my-co/main/dev", "my-co-dev")]
    [TestCase("al/main/staging", "al-staging")]
    public void Stem_MainAndEnvironmentWithoutHyphen_IsThePredecessors(string key, string stem) =>
        Assert.That(Of(key).Stem, Is.EqualTo(stem));

    // These are on disk in every cluster: another token would make all objects anew.
    [TestCase("al/main/pre-prod", "al-pre-prod-x5hpgmhqgj96ims9i")]
    [TestCase("al/shop/dev", "al-shop-dev-xa1jtfql79inl8pq8")]
    public void Stem_AnyOtherKey_EndsInItsToken(string key, string stem) =>
        Assert.That(Of(key).Stem, Is.EqualTo(stem));

    [TestCase("hello", "fn-al-dev-hello")]
    [TestCase("hello-world", "fn-al-dev-hello-world-xamq37gvosjcrk65v")]
    [TestCase("x0000000000000000", "fn-al-dev-x0000000000000000-x4avg0luatedfl0t8")]
    public void Function_ServiceOfMain_IsThePredecessorsWhereThatIsNobodyElses(string service, string name) =>
        Assert.That(Of("al/main/dev").Function(service), Is.EqualTo(name));

    [Test]
    public void Names_OfTwoKeys_AreNeverTheSame() => Check.One(
        Thorough,
        Prop.ForAll(Pairs(), pair => pair.First.Key == pair.Second.Key || !All(pair.First).Intersect(All(pair.Second)).Any()));

    [Test]
    public void Function_TwoServices_AreNeverTheSame() => Check.One(
        Thorough,
        Prop.ForAll(Pairs(), pair => (pair.First.Key == pair.Second.Key && pair.First.Service == pair.Second.Service)
            || new ObjectNames(pair.First.Key).Function(pair.First.Service) != new ObjectNames(pair.Second.Key).Function(pair.Second.Service)));

    [Test]
    public void Names_OfAnyKey_AreLabelsAsLongAsKubernetesTakesThem() => Check.One(
        Thorough,
        Prop.ForAll(Places().ToArbitrary(), place =>
            All(place)
                .Where(name => IsTokenKey(place.Key) || !name.StartsWith("gateway-", StringComparison.Ordinal))
                .All(name => DnsLabelViolation(name) is null)));

    [Test]
    public void Hosts_OfKeysThatEndInATokenAndAnyOther_AreNeverTheSame() => Check.One(
        Thorough,
        Prop.ForAll(Pairs(), pair => pair.First.Key == pair.Second.Key
            || !(IsTokenKey(pair.First.Key) || IsTokenKey(pair.Second.Key))
            || !HostLabels(pair.First).Intersect(HostLabels(pair.Second)).Any()));

    [Test]
    public void Hosts_OfAKeyThatEndsInAToken_FitALabel() => Check.One(
        Thorough,
        Prop.ForAll(Places().Where(place => IsTokenKey(place.Key)).ToArbitrary(), place => HostLabels(place).All(label => DnsLabelViolation(label) is null)));

    [Test]
    public void RedisNamespace_OfTwoKeys_LeadsToNoKeyOfTheOther()
    {
        // As Express Gateway 1.16 makes them: <namespace>-<word>:<id>, looked up with <namespace>-<word>:*.
        string[] words = ["user", "username", "application", "application-name", "user-applications", "scope", "scope-credentials", "key-auth", "basic-auth", "oauth2", "jwt", "auth-code", "access-token", "consumer-access-tokens-expired", "refresh-token"];
        Check.One(Thorough, Prop.ForAll(Pairs(), pair =>
        {
            if (pair.First.Key == pair.Second.Key) return true;
            var theirs = words.Select(word => $"{new ObjectNames(pair.Second.Key).RedisNamespace}-{word}:").ToList();
            return words.Select(word => $"{new ObjectNames(pair.First.Key).RedisNamespace}-{word}:").All(ours => !theirs.Any(other => other.StartsWith(ours, StringComparison.Ordinal)));
        }));
    }

    [Test]
    public void Labels_OfTwoKeys_NeverFitEachOther() => Check.One(
        Thorough,
        Prop.ForAll(Pairs(), pair => pair.First.Key == pair.Second.Key
            || !EnvironmentLabels.Of(pair.First.Key).All(label => EnvironmentLabels.Of(pair.Second.Key).Contains(label))));

    [Test]
    public void Labels_OfAnyKey_AreReadBack() => Check.One(
        Thorough,
        Prop.ForAll(Places().ToArbitrary(), place =>
        {
            var labels = EnvironmentLabels.Of(place.Key).ToDictionary();
            return labels.Values.All(value => value.Length <= 63)
                && EnvironmentLabels.TryRead(labels[EnvironmentLabels.Producer], labels[EnvironmentLabels.Environment], out var key)
                && key == place.Key;
        }));

    [TestCase(null, "dev")]
    [TestCase("al", null)]
    [TestCase("al", "")]
    [TestCase("al", ".dev")]
    [TestCase("al", "shop.")]
    [TestCase("al", "main.dev")]
    [TestCase("al", "a.b.c")]
    [TestCase("Al", "dev")]
    public void TryRead_LabelsThatNothingIsGiven_IsRefused(string? producer, string? environment) =>
        Assert.That(EnvironmentLabels.TryRead(producer, environment, out _), Is.False);

    private static ObjectNames Of(string key) => new(EnvironmentKey.Parse(key));

    private static bool IsTokenKey(EnvironmentKey key) => new ObjectNames(key).Stem != $"{key.Producer}-{key.Environment}";

    private static IEnumerable<string> All(Place place)
    {
        var names = new ObjectNames(place.Key);
        return [names.Of("workspace"), names.Of("sls-api"), names.Of("gateway", place.Instance), names.Of("gateway", "autogenerated"), names.Function(place.Service)];
    }

    private static IEnumerable<string> HostLabels(Place place)
    {
        var stem = new ObjectNames(place.Key).Stem;
        return [stem, $"internal-{stem}", $"sls-{stem}", $"{place.Instance}-{stem}", $"admin-{place.Instance}-{stem}"];
    }

    private static string? DnsLabelViolation(string text) =>
        text.Length is > 0 and <= ObjectNames.MaxLabelLength && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : text;

    private static Arbitrary<Pair> Pairs()
    {
        // The second is often the first taken apart elsewhere: only that can collide.
        var related =
            from first in Places()
            from cut in Gen.Choose(0, 100)
            from other in Places()
            select new Pair(first, Moved(first, cut) ?? other);
        var any =
            from first in Places()
            from second in Places()
            select new Pair(first, second);
        return Gen.OneOf(related, any).ToArbitrary();
    }

    /// <summary>The same text, with the borders between producer, project, environment and service elsewhere.</summary>
    private static Place? Moved(Place place, int cut)
    {
        string[] texts =
        [
            $"{place.Key.Producer}-{place.Key.Project}-{place.Key.Environment}",
            $"{place.Key.Producer}-{place.Key.Environment}-{place.Service}",
            $"{place.Key.Producer}-{place.Key.Environment}",
            new ObjectNames(place.Key).Stem,
            new ObjectNames(place.Key).Stem + "-" + place.Service,
            $"{place.Instance}-{place.Key.Producer}-{place.Key.Environment}",
        ];
        var parts = texts[cut % texts.Length].Split('-');
        if (parts.Length < 2) return null;
        var border = 1 + (cut % (parts.Length - 1));
        var producer = string.Join('-', parts[..border]);
        var rest = parts[border..];
        var service = rest.Length > 1 && cut % 2 == 0 ? rest[^1] : place.Service;
        var middle = rest.Length > 1 && cut % 2 == 0 ? rest[..^1] : rest;
        var project = middle.Length > 1 && cut % 3 == 0 ? middle[0] : "main";
        var environment = string.Join('-', middle.Length > 1 && cut % 3 == 0 ? middle[1..] : middle);
        return EnvironmentKey.TryParse($"{producer}/{project}/{environment}", null, out var key) && DnsLabelViolation(service) is null
            ? new Place(key, place.Instance, service)
            : null;
    }

    private static Gen<Place> Places() =>
        from producer in Names(ProducerName.MaxLength)
        from project in Gen.Frequency((2, Gen.Constant("main")), (1, Names(ProjectName.MaxLength)))
        from environment in Gen.Frequency((2, Gen.Constant("dev")), (2, Names(EnvironmentName.MaxLength)))
        from instance in Names(15)
        from service in Names(MaxServiceLength)
        select new Place(EnvironmentKey.Parse($"{producer}/{project}/{environment}"), instance.Replace("-", "", StringComparison.Ordinal), service);

    private static Gen<string> Names(int maxLength)
    {
        var joined =
            from count in Gen.Choose(1, 6)
            from words in Gen.Elements(Words).ListOf(count)
            from separator in Gen.Elements("", "-")
            select string.Join(separator, words);
        return from text in joined
               select Bounded(text, maxLength);
    }

    private static string Bounded(string text, int maxLength)
    {
        var trimmed = text.Trim('-');
        if (trimmed.Length > maxLength) trimmed = trimmed[..maxLength].Trim('-');
        return trimmed.Length == 0 ? "a" : trimmed;
    }

    private sealed record Place(EnvironmentKey Key, string Instance, string Service);

    private sealed record Pair(Place First, Place Second);
}
