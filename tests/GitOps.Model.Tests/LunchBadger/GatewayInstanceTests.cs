using GitOps.Model.LunchBadger;

namespace GitOps.Model.Tests.LunchBadger;

public sealed class GatewayInstanceTests
{
    [TestCase("Gateway", "g-1", "gateway")]
    [TestCase("My-GateWay", "g-1", "mygateway")]
    [TestCase("exactly15chars0", "g-1", "exactly15chars0")]
    [TestCase("İstanbul", "g-1", "istanbul", TestName = "Of_DottedCapitalI_IsLoweredAsJavaScriptDoes")]
    [TestCase("Kelvin", "g-1", "kelvin", TestName = "Of_KelvinSign_IsLoweredAsJavaScriptDoes")]
    [TestCase("../../etc; rm -rf / $(id)", "g-1", "etcrmrfid")]
    public void Of_NameWithLettersOrDigits_KeepsThoseOfTheName(string name, string id, string expected) =>
        Assert.That(GatewayInstance.Of(name, id), Is.EqualTo(expected));

    [TestCase("", "ee77db2c-6658-400d-8692-85f16122f7ba", "ee77db2c6658400")]
    [TestCase(null, "ABCDEF01-23AB-4CDE", "abcdef0123ab4cd")]
    [TestCase("sixteencharacter", "g-1", "g1")]
    [TestCase("网关", "g-1", "g1")]
    public void Of_NameWithoutOrWithTooMany_TakesTheId(string? name, string id, string expected) =>
        Assert.That(GatewayInstance.Of(name, id), Is.EqualTo(expected));

    [Test]
    public void Of_NeitherNameNorId_IsEmpty() => Assert.That(GatewayInstance.Of("--", "--"), Is.Empty);
}
