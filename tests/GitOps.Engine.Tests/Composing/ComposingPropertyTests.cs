using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GitOps.Engine.Composing;
using GitOps.Engine.Redis;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Composing;

/// <summary>What holds of every composition, tried on the demo producer and on variations of it.</summary>
public sealed class ComposingPropertyTests
{
    private static readonly Dictionary<string, string> DemoDev = Documents(RepositoryRole.Dev, "dev");
    private static readonly Dictionary<string, string> DemoFunctions = Documents(RepositoryRole.Functions, "functions");

    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com", GatewayAdmin = GatewayAdminAccess.Open });

    [Test]
    public void Compose_SameSnapshotBySeveralAtOnce_GivesTheSame()
    {
        var expected = Text(_composer.Compose(Demo(DemoProject())));

        var texts = Enumerable.Range(0, 64).AsParallel().Select(_ => Text(_composer.Compose(Demo(DemoProject())))).ToList();

        Assert.That(texts, Is.All.EqualTo(expected));
    }

    [Test]
    public void Compose_MembersInAnotherOrder_GivesTheSame()
    {
        var expected = Text(_composer.Compose(Demo(DemoProject())));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Text(_composer.Compose(Demo(Shuffled(DemoProject(), seed)))) == expected));
    }

    [Test]
    public void Compose_StateOfTheCanvasChanges_GivesTheSame()
    {
        var project = DemoProject();
        project["states"]!.AsArray().Add(new JsonObject { ["key"] = "currentElement", ["value"] = "x" });
        project["gateways"]![0]!["itemOrder"] = 7;

        Assert.That(Text(_composer.Compose(Demo(project))), Is.EqualTo(Text(_composer.Compose(Demo(DemoProject())))));
    }

    [Test]
    public void Compose_PolicyChanges_RenamesTheConfigMapAndRollsThePodsOfThatGatewayOnly()
    {
        var project = DemoProject();
        project["gateways"]![0]!["pipelines"]![0]!["policies"]![1]!["rate-limiter"]![0]!["action"]!["max"] = 101;

        var before = _composer.Compose(Demo(DemoProject())).Manifests;
        var changed = _composer.Compose(Demo(project)).Manifests;

        Assert.That(
            changed.Where(manifest => !before.Any(other => other.Key == manifest.Key && JsonNode.DeepEquals(other.Body, manifest.Body))).Select(manifest => manifest.Key.Kind),
            Is.EquivalentTo((string[])["ConfigMap", "Deployment"]));
    }

    [Test]
    public void Compose_RedisPasswordChanges_RollsThePods()
    {
        var other = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = $"another-{TestSnapshots.RedisUserKey},{TestSnapshots.RedisUserKey}", CustomerDomain = "example.com", GatewayAdmin = GatewayAdminAccess.Open });

        Assert.That(Deployment(other.Compose(Demo(DemoProject()))), Is.Not.EqualTo(Deployment(_composer.Compose(Demo(DemoProject())))));

        static string Deployment(Composition composition) =>
            composition.Manifests.Single(manifest => manifest.Key is { Kind: "Deployment", Name: "gateway-al-dev-shop" }).Body.ToJsonString();
    }

    [Test]
    public void Compose_RedisPassword_IsInTheSecretsDataAndNowhereElse()
    {
        var composition = _composer.Compose(Demo(DemoProject()));
        var password = new RedisPasswords(TestSnapshots.RedisUserKey).Of(EnvironmentKey.Parse("al/main/dev"));
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(password));

        foreach (var manifest in composition.Manifests)
        {
            var text = manifest.Body.ToJsonString();
            Assert.That(text, Does.Not.Contain(password).And.Not.Contain(TestSnapshots.RedisUserKey), manifest.Key.ToString());
            Assert.That(text.Contains(encoded, StringComparison.Ordinal), Is.EqualTo(manifest.Key.ToString().StartsWith("Secret", StringComparison.Ordinal)), manifest.Key.ToString());
        }
    }

    [Test]
    public void Compose_EveryName_IsOneThatKubernetesTakes()
    {
        var name =
            from characters in Gen.Choose(1, 0x2fff).ArrayOf()
            select string.Concat(characters.Where(character => character is < 0xd800 or > 0xdfff).Select(character => (char)character));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(name.ToArbitrary(), text =>
            {
                var project = DemoProject();
                project["gateways"]![0]!["name"] = text;
                var composition = _composer.Compose(Demo(project));
                return !composition.IsValid || composition.Manifests.All(manifest =>
                    manifest.Key.Name.Length <= 63 + 11 && manifest.Key.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
            }));
    }

    private static EnvironmentSnapshot Demo(JsonObject project)
    {
        var dev = new Dictionary<string, string>(DemoDev);
        dev["lunchbadger.json"] = new JsonObject
        {
            ["ids"] = new JsonObject { ["Project"] = 1 },
            ["models"] = new JsonObject { ["Project"] = new JsonObject { ["al-dev"] = project.ToJsonString() } },
        }.ToJsonString();
        return TestSnapshots.Of("al", dev, DemoFunctions);
    }

    private static Dictionary<string, string> Documents(RepositoryRole role, string folder)
    {
        var demo = Fixtures.Cases("demo").Single();
        return demo.Files(folder).Where(path => DocumentPaths.IsDocument(role, path) || DocumentPaths.IsCode(role, path)).ToDictionary(path => path, path => demo.Read($"{folder}/{path}"));
    }

    private static JsonObject DemoProject()
    {
        var document = JsonNode.Parse(DemoDev["lunchbadger.json"])!;
        return JsonNode.Parse(document["models"]!["Project"]!["al-dev"]!.GetValue<string>())!.AsObject();
    }

    private static JsonObject Shuffled(JsonObject source, int seed)
    {
        var random = new Random(seed);
        return (JsonObject)Shuffle(source)!;

        JsonNode? Shuffle(JsonNode? node)
        {
            if (node is JsonArray items) return new JsonArray([.. items.Select(Shuffle)]);
            if (node is not JsonObject members) return node?.DeepClone();
            var order = members.ToArray();
            random.Shuffle(order);
            return new JsonObject(order.Select(member => KeyValuePair.Create(member.Key, Shuffle(member.Value))));
        }
    }

    private static string Text(Composition composition) =>
        string.Concat(composition.Problems) + string.Join('\n', composition.Manifests.Select(manifest => $"{manifest.Key} {manifest.Origin} {manifest.Body.ToJsonString()}"));
}
