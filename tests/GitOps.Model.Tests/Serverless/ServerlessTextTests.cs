using System.Text.Json.Nodes;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Serverless;

public sealed class ServerlessTextTests
{
    private const string File = "functions/a/serverless.yml";

    [TestCase("""{"service":"a"}""")]
    [TestCase("""{"a":{},"b":[],"c":null,"d":true,"e":"true","f":"null","g":"12","h":12,"i":-1.5,"j":"~","k":""}""")]
    [TestCase("""{"a b":"c: d # e","'":"\"","<<":{"x":1},"?":"- y","multi\nline":"one\ntwo\t","ü":"€ 😀"}""")]
    [TestCase("""{"${X}":"${self:custom.a} ${Y:-z}","n":[[[],[{}]],[{"a":[1,{"b":null}]}]]}""")]
    [TestCase("""{"yes":"yes","no":"no","on":"off","date":"2001-12-14","octal":"0o14","hex":"0x1f","inf":".inf","time":"12:30:45","exp":1e3}""")]
    public void Write_Document_IsReadBackTheSame(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        var problems = new ProblemList();

        var text = ServerlessText.Write(document, File, problems);

        Assert.That(problems.Problems, Is.Empty);
        Assert.That(JsonNode.DeepEquals(ServerlessText.Parse(text!, File, problems), document), Is.True, text);
    }

    [Test]
    public void Write_WhatYamlCannotSay_IsAProblem()
    {
        var problems = new ProblemList();

        Assert.That(ServerlessText.Write(JsonNode.Parse("""{"a":1e999}""")!.AsObject(), File, problems), Is.Null);
        Assert.That(problems.Problems.Single().File, Is.EqualTo(File));
    }

    [TestCase("service: a # name\nlunchbadger:\n  id: x\n", "service: a # name\nlunchbadger:\n  disabled: true\n  id: x\n")]
    [TestCase("lunchbadger:\n    id: x\nservice: a\n", "lunchbadger:\n    disabled: true\n    id: x\nservice: a\n")]
    [TestCase("service: a", "service: a\nlunchbadger:\n  disabled: true\n")]
    [TestCase("lunchbadger: {id: x}\nservice: a\n", "lunchbadger:\n  id: x\n  disabled: true\nservice: a\n")]
    [TestCase("lunchbadger:\nservice: a\n", "lunchbadger:\n  disabled: true\nservice: a\n")]
    [TestCase("service: a\nlunchbadger: {disabled: true}\n", "service: a\nlunchbadger: {disabled: true}\n")]
    public void WithDisabled_True_AddsTheFlagAndKeepsTheRest(string text, string expected)
    {
        var problems = new ProblemList();

        Assert.That(ServerlessText.WithDisabled(text, true, File, problems), Is.EqualTo(expected));
        Assert.That(ServerlessReader.ReadServices(new Dictionary<string, string> { ["a/serverless.yml"] = expected }, "functions/", problems).Single().Disabled, Is.True);
        Assert.That(problems.Problems, Is.Empty);
    }

    [TestCase("service: a # name\nlunchbadger:\n  disabled: true\n  id: x\n", "service: a # name\nlunchbadger:\n  id: x\n")]
    [TestCase("service: a\nlunchbadger: {disabled: true, id: x}\n", "service: a\nlunchbadger:\n  id: x\n")]
    [TestCase("other:\n  disabled: true\nlunchbadger:\n  disabled: true\n  id: x\n", "other:\n  disabled: true\nlunchbadger:\n  id: x\n")]
    [TestCase("service: a # name\n", "service: a # name\n")]
    public void WithDisabled_False_RemovesTheFlagAndKeepsTheRest(string text, string expected) =>
        Assert.That(ServerlessText.WithDisabled(text, false, File, new ProblemList()), Is.EqualTo(expected));

    [Test]
    public void WithDisabled_NoYaml_IsAProblem()
    {
        var problems = new ProblemList();

        Assert.That(ServerlessText.WithDisabled("a: [", true, File, problems), Is.Null);
        Assert.That(problems.Problems, Has.Count.EqualTo(1));
    }
}
