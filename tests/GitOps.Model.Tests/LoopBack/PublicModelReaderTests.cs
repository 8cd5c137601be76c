using GitOps.Model.LoopBack;

namespace GitOps.Model.Tests.LoopBack;

public sealed class PublicModelReaderTests
{
    [TestCase("""{"name":"Car","plural":"Autos","http":{"path":"/wheels/"}}""", "/wheels")]
    [TestCase("""{"name":"Car","plural":"Autos","http":{"path":""}}""", "/Autos")]
    [TestCase("""{"name":"Car"}""", "/Cars")]
    public void Read_Definition_IsServedUnderItsPathElsePluralElseTheNamesPlural(string definition, string path) =>
        Assert.That(Read("""{"Car":{"public":true}}""", definition).Single().HttpPath, Is.EqualTo(path));

    [TestCase("""{"Car":{"public":false}}""", 0)]
    [TestCase("""{"Car":{}}""", 1, Description = "LoopBack serves what is not kept private.")]
    [TestCase("""{"_meta":{"sources":[]},"User":{"public":true}}""", 1, Description = "LoopBack's own model.")]
    public void Read_ModelConfig_SaysWhatIsPublic(string config, int count) =>
        Assert.That(Read(config, """{"name":"Car"}"""), Has.Count.EqualTo(count));

    [TestCase("""{"photo":{"type":"buffer"}}""", true)]
    [TestCase("""{"photos":["Buffer"]}""", true)]
    [TestCase("""{"name":"string"}""", false)]
    public void Read_Properties_TellWhetherBytesAreAmongThem(string properties, bool binary) =>
        Assert.That(Read("""{"Car":{"public":true}}""", $$"""{"name":"Car","properties":{{properties}}}""").Single().HasBinary, Is.EqualTo(binary));

    [TestCase("Car", "Cars")]
    [TestCase("Address", "Addresses")]
    [TestCase("Box", "Boxes")]
    [TestCase("Category", "Categories")]
    [TestCase("Day", "Days")]
    [TestCase("Person", "People")]
    [TestCase("Child", "Children")]
    [TestCase("Knife", "Knives")]
    [TestCase("Analysis", "Analyses")]
    [TestCase("News", "News")]
    [TestCase("Orders", "Orders")]
    [TestCase("RoleMapping", "RoleMappings")]
    [TestCase("ACL", "ACLs")]
    public void Of_Name_IsItsPlural(string name, string plural) => Assert.That(PluralNames.Of(name), Is.EqualTo(plural));

    private static IReadOnlyList<PublicModel> Read(string config, string definition) => PublicModelReader.Read(
        new Dictionary<string, string> { ["server/model-config.json"] = config, ["common/models/car.json"] = definition });
}
