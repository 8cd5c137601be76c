using System.Text.Json;
using GitOps.Engine.Live;

namespace GitOps.Engine.Tests.Live;

public sealed class OwnedFieldsTests
{
    private const string Desired = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"w","namespace":"customer","labels":{"app":"w","a/b":"x"}},
         "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"i:1","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"args":["x","y"]}]}}}}
        """;

    private const string Owned = """
        {"f:metadata":{"f:labels":{"f:app":{},"f:a/b":{}}},
         "f:spec":{"f:replicas":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:name":{},"f:image":{},"f:args":{},
            "f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}},"k:{\"name\":\"B\"}":{".":{},"f:name":{},"f:value":{}}}}}}}}}
        """;

    private const string Live = """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"w","namespace":"customer","uid":"u","labels":{"a/b":"x","app":"w","other":"o"},"annotations":{"deployment.kubernetes.io/revision":"3"}},
         "spec":{"progressDeadlineSeconds":600,"replicas":1,"template":{"spec":{"containers":[
            {"image":"side:1","name":"injected"},
            {"args":["x","y"],"env":[{"name":"Z","value":"9"},{"name":"B","value":"2"},{"name":"A","value":"1"}],"image":"i:1","imagePullPolicy":"Always","name":"c"}]}}},
         "status":{"replicas":1}}
        """;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static ContentHash OfLive(string live) => OwnedFields.HashOfLive(Json(live), Json(Owned));

    [Test]
    public void HashOfLive_DefaultsAndForeignFields_EqualsDesired() =>
        Assert.That(OfLive(Live), Is.EqualTo(OwnedFields.HashOfDesired(Json(Desired))));

    [TestCase("\"replicas\":1,\"template\"", "\"replicas\":2,\"template\"")]
    [TestCase("i:1", "i:2")]
    [TestCase("[\"x\",\"y\"]", "[\"y\",\"x\"]")]
    [TestCase(",{\"name\":\"A\",\"value\":\"1\"}", "")]
    [TestCase("\"app\":\"w\",", "")]
    [TestCase("{\"name\":\"B\",\"value\":\"2\"}", "{\"name\":\"B\"}")]
    public void HashOfLive_OwnedFieldChangedOrRemoved_Differs(string before, string after)
    {
        Assume.That(Live, Does.Contain(before));
        Assert.That(OfLive(Live.Replace(before, after, StringComparison.Ordinal)), Is.Not.EqualTo(OwnedFields.HashOfDesired(Json(Desired))));
    }

    [Test]
    public void HashOfLive_FieldTakenOverByAnotherManager_Differs()
    {
        var lost = Owned.Replace("\"f:image\":{},", "", StringComparison.Ordinal);
        Assert.That(OwnedFields.HashOfLive(Json(Live), Json(lost)), Is.Not.EqualTo(OwnedFields.HashOfDesired(Json(Desired))));
    }

    [Test]
    public void HashOfDesired_MemberOrderNullsAndEscapes_DoNotCount()
    {
        var one = Json("""{"kind":"ConfigMap","metadata":{"labels":{"a":"1","b":"2"}},"data":{"x":"a/b\u0041"},"immutable":null}""");
        var other = Json("""{"data":{"x":"a\/bA"},"metadata":{"name":"n","labels":{"b":"2","a":"1"}},"kind":"ConfigMap"}""");
        Assert.That(OwnedFields.HashOfDesired(one), Is.EqualTo(OwnedFields.HashOfDesired(other)));
    }

    [Test]
    public void HashOfLive_EmptyObjectThatOldServersDoNotTrack_EqualsDesired()
    {
        var desired = Json("""{"metadata":{"name":"n"},"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""");
        var tracked = Json("""{"f:spec":{"f:volumes":{"k:{\"name\":\"v\"}":{".":{},"f:name":{},"f:emptyDir":{}}}}}""");
        var untracked = Json("""{"f:spec":{"f:volumes":{"k:{\"name\":\"v\"}":{".":{},"f:name":{}}}}}""");
        Assert.That(OwnedFields.HashOfLive(desired, tracked), Is.EqualTo(OwnedFields.HashOfDesired(desired)));
        Assert.That(OwnedFields.HashOfLive(desired, untracked), Is.EqualTo(OwnedFields.HashOfDesired(desired)));
    }

    [TestCase("""{"a":{"b":1},"c":2}""", """{"a":{"b":1,"c":2}}""")]
    [TestCase("""{"a":"12","b":"3"}""", """{"a":"1","b":"23"}""")]
    [TestCase("""{"a":"1"}""", """{"a":1}""")]
    [TestCase("""{"a":[]}""", """{"a":{}}""")]
    public void HashOfDesired_DifferentContent_Differs(string one, string other) =>
        Assert.That(OwnedFields.HashOfDesired(Json(one)), Is.Not.EqualTo(OwnedFields.HashOfDesired(Json(other))));

    [Test]
    public void TryFind_OnlyUpdatesOrSubresourcesOfOurs_FindsNothing()
    {
        var live = Json("""
            {"metadata":{"managedFields":[
              {"manager":"gitops-actualizer","operation":"Update","fieldsV1":{}},
              {"manager":"gitops-actualizer","operation":"Apply","subresource":"status","fieldsV1":{}},
              {"manager":"other","operation":"Apply","fieldsV1":{}}]}}
            """);
        Assert.That(OwnedFields.TryFind(live, LiveJson.Manager, out _), Is.False);
    }
}
