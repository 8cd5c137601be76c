using System.Text.Json.Nodes;
using GitOps.Model.Json;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Json;

/// <summary>Editing a file leaves what was not edited as it was written, and writes what is new as the file is written.</summary>
public sealed class JsonFileTests
{
    [Test]
    public void ToText_NothingChanged_IsTheSame()
    {
        var file = Open("{ \"a\" : 1.50,\n\"b\":[ ] }\n");

        Assert.That((file.IsChanged, file.ToText()), Is.EqualTo((false, "{ \"a\" : 1.50,\n\"b\":[ ] }\n")));
    }

    [TestCase("{\n  \"a\": 1.0\n}\n", "{\n  \"a\": 1.0,\n  \"new\": {\n    \"x\": [\n      1\n    ]\n  }\n}\n")]
    [TestCase("{\n\t\"a\": 1.0\n}", "{\n\t\"a\": 1.0,\n\t\"new\": {\n\t  \"x\": [\n\t    1\n\t  ]\n\t}\n}")]
    [TestCase("{\r\n  \"a\": 1.0\r\n}", "{\r\n  \"a\": 1.0,\r\n  \"new\": {\r\n    \"x\": [\r\n      1\r\n    ]\r\n  }\r\n}")]
    [TestCase("{\"a\": 1.0}", "{\"a\": 1.0,\"new\": {\"x\":[1]}}")]
    public void ToText_NewMember_IsWrittenAsTheFileIs(string text, string expected)
    {
        var file = Open(text);
        file.Root["new"] = new JsonObject { ["x"] = new JsonArray(1) };

        Assert.That(file.ToText(), Is.EqualTo(expected));
    }

    [Test]
    public void ToText_FirstMemberOfAnEmptyObject_IsIndentedBelowIt()
    {
        var file = Open("{\n  \"a\": {},\n  \"b\": 1.0\n}");
        file.Root["a"]!["x"] = 1;

        Assert.That(file.ToText(), Is.EqualTo("{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": 1.0\n}"));
    }

    [Test]
    public void ToText_FirstMemberOfAnEmptyFile_IsIndented()
    {
        var file = Open("{}\n");
        file.Root["a"] = 1;

        Assert.That(file.ToText(), Is.EqualTo("{\n  \"a\": 1\n}\n"));
    }

    [Test]
    public void ToText_NewFile_EndsWithALineBreak()
    {
        var file = JsonFile.Create([]);
        file.Root["a"] = 1;

        Assert.That(file.ToText(), Is.EqualTo("{\n  \"a\": 1\n}\n"));
    }

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"a\":1,\"a\":2}")]
    public void Open_NoObject_IsAProblemOfTheFile(string text)
    {
        var problems = new ProblemList();

        Assert.That(JsonFile.Open(text, "dev/x.json", problems), Is.Null);
        Assert.That(problems.Problems.Single().File, Is.EqualTo("dev/x.json"));
    }

    private static JsonFile Open(string text) => JsonFile.Open(text, "x.json", new ProblemList())!;
}
