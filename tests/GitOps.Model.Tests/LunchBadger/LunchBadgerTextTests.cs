using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.LunchBadger;

/// <summary>Editing <c>lunchbadger.json</c> leaves everything that was not edited as it was written.</summary>
public sealed class LunchBadgerTextTests
{
    private static readonly EnvironmentKey Al = EnvironmentKey.Default(ProducerName.Parse("al"));

    /// <summary>Spellings that a parser would not give back: numbers, escapes in both levels, white space in both levels, unknown members.</summary>
    private const string Odd = """
        { "ids" : {"Project":1.0},
          "zz": [ 1.50, 1e3 ],
          "models":{"Project":{ "al-dev" : "{ \"id\":\"al-dev\", \u0022name\u0022:\"Caf\\u00e9 \u00e9 \ud83d\ude00 \/\",\n\"n\":1.0,\"gateways\":[ {\"id\":\"g1\",\"x\":1e2}, {\"id\":\"g2\",\"x\":2.00} ],\"tail\":{\"a\":-0.0}}" }},
          "after" : null }
        """;

    [Test]
    public void WithProject_NothingChanged_IsByteForByteTheSame()
    {
        var document = Open(Odd);

        Assert.That(document.WithProject((JsonObject)document.Project!.DeepClone()), Is.EqualTo(Odd));
    }

    [Test]
    public void WithProject_OneValueChanged_LeavesTheRestByteForByte()
    {
        var document = Open(Odd);
        var project = (JsonObject)document.Project!.DeepClone();
        project["gateways"]![1]!["x"] = 3;

        Assert.That(document.WithProject(project), Is.EqualTo(Odd.Replace("2.00", "3", StringComparison.Ordinal)));
    }

    [Test]
    public void WithProject_ElementRemoved_LeavesTheRestByteForByte()
    {
        var document = Open(Odd);
        var project = (JsonObject)document.Project!.DeepClone();
        project["gateways"]!.AsArray().RemoveAt(0);

        Assert.That(document.WithProject(project), Is.EqualTo(Odd.Replace("""{\"id\":\"g1\",\"x\":1e2}, """, "", StringComparison.Ordinal)));
    }

    [Test]
    public void WithProject_ElementAdded_LeavesTheRestByteForByte()
    {
        var document = Open(Odd);
        var project = (JsonObject)document.Project!.DeepClone();
        project["gateways"]!.AsArray().Insert(1, new JsonObject { ["id"] = "new \"é\"" });

        Assert.That(
            document.WithProject(project),
            Is.EqualTo(Odd.Replace(""", {\"id\":\"g2\",""", """, {\"id\":\"new \\\"é\\\"\"}, {\"id\":\"g2\",""", StringComparison.Ordinal)));
    }

    [Test]
    public void WithDisabledBesideModels_SetAndRemoved_LeavesTheRestByteForByte()
    {
        var disabled = Open(Odd).WithDisabledBesideModels(true);
        var read = Open(disabled);

        Assert.That(read.DisabledBesideModels, Is.True);
        Assert.That(read.WithDisabledBesideModels(null), Is.EqualTo(Odd));
    }

    [Test]
    public void WithProject_NoDocumentYet_IsAsTheMemoryConnectorWritesIt()
    {
        var document = LunchBadgerText.Open(null, "dev/lunchbadger.json", Al, new ProblemList())!;

        Assert.That(document.WithProject(new JsonObject { ["id"] = "al-dev" }), Is.EqualTo("""
            {
              "ids": {
                "Project": 1
              },
              "models": {
                "Project": {
                  "al-dev": "{\"id\":\"al-dev\"}"
                }
              }
            }
            """));
    }

    [TestCase("""{"models":{"Project":{"bo-dev":"{}"}}}""", "$.models.Project['al-dev']", TestName = "Open_ProjectOfAnother_IsAProblem")]
    [TestCase("""{"models":{"Project":{"al-dev":{}}}}""", "$.models.Project.al-dev", TestName = "Open_ProjectThatIsNoString_IsAProblem")]
    [TestCase("""{"models":{"Project":{"al-dev":"["}}}""", "$.models.Project.al-dev", TestName = "Open_ProjectThatIsNoJson_IsAProblem")]
    [TestCase("""{"models":[]}""", "$.models", TestName = "Open_ModelsThatAreNoObject_IsAProblem")]
    [TestCase("nothing", "$", TestName = "Open_NoJson_IsAProblem")]
    public void Open_DocumentThatCannotBeEdited_IsAProblem(string text, string path)
    {
        var problems = new ProblemList();

        Assert.That(LunchBadgerText.Open(text, "dev/lunchbadger.json", Al, problems), Is.Null);
        Assert.That(problems.Problems.Single().Path.Replace("['al-dev']", ".al-dev", StringComparison.Ordinal), Is.EqualTo(path.Replace("['al-dev']", ".al-dev", StringComparison.Ordinal)));
    }

    [Test]
    public void WithProject_OneOfVeryManyElementsChanged_LeavesTheRestByteForByte()
    {
        var items = string.Join(',', Enumerable.Range(0, 50_000));
        var document = Open("{\"models\":{\"Project\":{\"al-dev\":\"{\\\"items\\\":[" + items + "]}\"}}}");
        var project = (JsonObject)document.Project!.DeepClone();
        project["items"]!.AsArray().RemoveAt(30_000);
        project["items"]!.AsArray().Insert(0, "first");

        var text = document.WithProject(project);

        Assert.That(text, Does.Contain("[\\\"first\\\",0,1,").And.Contain(",29999,30001,").And.Contain(",49999]"));
    }

    [Test]
    public void Open_BranchMadeFromTheDefaultBranch_HoldsTheProjectUnderItsNameThere()
    {
        var test = EnvironmentKey.Parse("al/main/test");
        var problems = new ProblemList();
        const string Copied = """{"models":{"Project":{"al-dev":"{\"name\":\"copied\"}"}}}""";
        const string Own = """{"models":{"Project":{"al-dev":"{\"name\":\"copied\"}","al-test":"{\"name\":\"own\"}"}}}""";

        Assert.That((string)LunchBadgerText.Open(Copied, "dev/lunchbadger.json", test, problems)!.Project!["name"]!, Is.EqualTo("copied"));
        Assert.That((string)LunchBadgerText.Open(Own, "dev/lunchbadger.json", test, problems)!.Project!["name"]!, Is.EqualTo("own"));
        Assert.That(LunchBadgerReader.Read(Copied.Replace("}\"", ",\\\"gateways\\\":[],\\\"serviceEndpoints\\\":[],\\\"apiEndpoints\\\":[],\\\"connections\\\":[]}\"", StringComparison.Ordinal), "dev/lunchbadger.json", test, problems)!.Project.Source["name"]!.ToString(), Is.EqualTo("copied"));
        Assert.That(problems.IsEmpty, Is.True);
        Assert.That(LunchBadgerText.Open(Copied, "dev/lunchbadger.json", EnvironmentKey.Parse("bo/main/test"), problems), Is.Null);
    }

    /// <summary>Whatever is changed: what is read back is what was meant, and a document that is not changed stays as it is.</summary>
    [Test]
    public void WithProject_AnyChange_ReadsBackAsMeant()
    {
        var random = new Random(42);
        for (var round = 0; round < 3000; round++)
        {
            var before = RandomObject(random, 3);
            var document = Open("{\"ids\":{},\"models\":{\"Project\":{\"al-dev\":" + JsonValue.Create(Spell(before, random)).ToJsonString() + "}},\"x\":1.0}");
            var after = (JsonObject)before.DeepClone();
            for (var change = random.Next(4); change >= 0; change--) Mutate(after, random);

            var text = document.WithProject(after);
            var read = Open(text);

            Assert.That(JsonNode.DeepEquals(read.Project, after), Is.True, $"round {round}: {before.ToJsonString()} -> {after.ToJsonString()} gave {text}");
            Assert.That(text, Does.EndWith(",\"x\":1.0}"));
            Assert.That(read.WithProject((JsonObject)after.DeepClone()), Is.EqualTo(text));
        }
    }

    private static LunchBadgerText Open(string text)
    {
        var problems = new ProblemList();
        var document = LunchBadgerText.Open(text, "dev/lunchbadger.json", Al, problems);
        Assert.That(document, Is.Not.Null, string.Join("; ", problems.Problems));
        return document!;
    }

    private static string Spell(JsonObject value, Random random) =>
        value.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = random.Next(2) == 0, Encoder = random.Next(2) == 0 ? null : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonObject RandomObject(Random random, int depth)
    {
        var result = new JsonObject();
        for (var i = random.Next(5); i > 0; i--) result[Name(random)] = RandomValue(random, depth - 1);
        return result;
    }

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => null,
        1 => random.Next(5),
        2 => Name(random),
        3 => random.Next(2) == 0,
        4 => RandomObject(random, depth),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(3) == 0 ? RandomValue(random, depth - 1) : Entity(random, depth))]),
    };

    private static JsonObject Entity(Random random, int depth)
    {
        var entity = RandomObject(random, depth - 1);
        entity["id"] = $"id{random.Next(4)}";
        return entity;
    }

    private static string Name(Random random) => ((string[])["a", "b", "c", "é\"\\", "d\n", "😀", "e/<'>"])[random.Next(7)];

    private static void Mutate(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject members:
                var names = members.Select(member => member.Key).ToList();
                if (names.Count > 0 && random.Next(3) == 0) members.Remove(names[random.Next(names.Count)]);
                else if (names.Count > 0 && random.Next(2) == 0 && members[names[random.Next(names.Count)]] is { } inner and (JsonObject or JsonArray)) Mutate(inner, random);
                else if (random.Next(2) == 0) members.Insert(random.Next(members.Count + 1), $"new{random.Next(1000)}", RandomValue(random, 2));
                else members[Name(random)] = RandomValue(random, 2);
                break;
            case JsonArray array:
                var at = random.Next(array.Count + 1);
                if (at < array.Count && random.Next(3) == 0) array.RemoveAt(at);
                else if (at < array.Count && random.Next(2) == 0 && array[at] is { } element and (JsonObject or JsonArray)) Mutate(element, random);
                else if (at < array.Count && random.Next(4) == 0)
                {
                    var moved = array[at];
                    array.RemoveAt(at);
                    array.Add(moved);
                }
                else array.Insert(at, RandomValue(random, 2));
                break;
            default:
                break;
        }
    }
}
