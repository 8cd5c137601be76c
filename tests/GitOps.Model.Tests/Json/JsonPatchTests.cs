using System.Text.Json.Nodes;
using GitOps.Model.Json;

namespace GitOps.Model.Tests.Json;

/// <summary>RFC 6902 and RFC 7386, by the examples of their appendices and what they say of errors.</summary>
public sealed class JsonPatchTests
{
    [TestCase("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [TestCase("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [TestCase("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [TestCase("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [TestCase("""{"baz":"qux","foo":"bar"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo","foo":"bar"}""")]
    [TestCase("""{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [TestCase("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [TestCase("""{"baz":"qux","foo":["a",2,"c"]}""", """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""", """{"baz":"qux","foo":["a",2,"c"]}""")]
    [TestCase("""{"foo":"bar"}""", """[{"op":"add","path":"/child","value":{"grandchild":{}}}]""", """{"foo":"bar","child":{"grandchild":{}}}""")]
    [TestCase("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [TestCase("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""", """{"foo":["bar",["abc","def"]]}""")]
    [TestCase("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]""", """{"a":{"b":1},"c":{"b":2}}""")]
    [TestCase("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [TestCase("""{"a":null}""", """[{"op":"test","path":"/a","value":null}]""", """{"a":null}""")]
    public void Apply_Patch_GivesTheDocument(string document, string patch, string expected) =>
        Assert.That(Apply(document, patch), Is.EqualTo(expected));

    [TestCase("""[{"op":"test","path":"/a","value":2}]""", TestName = "Apply_TestThatFails_IsAConflict")]
    [TestCase("""[{"op":"remove","path":"/b"}]""", TestName = "Apply_RemovingNothing_IsAConflict")]
    [TestCase("""[{"op":"replace","path":"/b","value":1}]""", TestName = "Apply_ReplacingNothing_IsAConflict")]
    [TestCase("""[{"op":"add","path":"/b/c","value":1}]""", TestName = "Apply_AddingToNothing_IsAConflict")]
    [TestCase("""[{"op":"add","path":"/list/01","value":1}]""", TestName = "Apply_IndexWithLeadingZero_IsAConflict")]
    [TestCase("""[{"op":"add","path":"/list/9","value":1}]""", TestName = "Apply_IndexPastTheEnd_IsAConflict")]
    public void Apply_DocumentIsNotAsExpected_ChangesNothing(string patch)
    {
        var document = JsonNode.Parse("""{"a":1,"list":[]}""");
        var failure = Assert.Throws<JsonPatchException>(() => JsonPatch.Parse(JsonNode.Parse($"[{{\"op\":\"add\",\"path\":\"/z\",\"value\":1}},{patch[1..]}")).Apply(document));
        Assert.That(failure!.IsMalformed, Is.False);
        Assert.That(document!.ToJsonString(), Is.EqualTo("""{"a":1,"list":[]}"""));
    }

    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("""[{"op":"frobnicate","path":"/a"}]""")]
    [TestCase("""[{"op":"add","path":"/a"}]""")]
    [TestCase("""[{"op":"add","path":"a","value":1}]""")]
    [TestCase("""[{"op":"add","path":"/a~2","value":1}]""")]
    [TestCase("""[{"op":"move","from":"/a","path":"/a/b"}]""")]
    [TestCase("""[{"op":"copy","path":"/a"}]""")]
    public void Parse_NoPatch_IsMalformed(string patch) =>
        Assert.That(() => JsonPatch.Parse(JsonNode.Parse(patch)), Throws.InstanceOf<JsonPatchException>().With.Property(nameof(JsonPatchException.IsMalformed)).True);

    [Test]
    public void Apply_CopiesThatDouble_AreStopped()
    {
        var operations = Enumerable.Range(0, 100).Select(number => $$"""{"op":"copy","from":"/a","path":"/a/{{number}}"}""");
        var patch = JsonPatch.Parse(JsonNode.Parse($"[{string.Join(',', operations)}]"));

        Assert.That(() => patch.Apply(JsonNode.Parse("""{"a":{"text":"some text"}}""")), Throws.InstanceOf<JsonPatchException>());
    }

    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [TestCase("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void MergePatch_ExamplesOfTheRfc_GiveTheDocument(string document, string patch, string expected) =>
        Assert.That(JsonMergePatch.Apply(JsonNode.Parse(document), JsonNode.Parse(patch))!.ToJsonString(), Is.EqualTo(expected));

    private static string Apply(string document, string patch) =>
        JsonPatch.Parse(JsonNode.Parse(patch)).Apply(JsonNode.Parse(document))!.ToJsonString();
}
