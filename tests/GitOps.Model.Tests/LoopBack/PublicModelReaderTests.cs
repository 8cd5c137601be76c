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

    // As LoopBack 3.28 serves them.
    [TestCase("""{"name":"Car","base":"Boat"}""", "/sea")]
    [TestCase("""{"name":"Car","base":"Boat","plural":"Autos"}""", "/sea")]
    [TestCase("""{"name":"Car","base":"Boat","plural":null,"http":null}""", "/Cars")]
    [TestCase("""{"name":"Car","base":"Boat","http":null}""", "/Fleet")]
    [TestCase("""{"name":"Car","base":"Boat","http":{"path":""}}""", "/Fleet")]
    [TestCase("""{"name":"Car","base":"Boat","http":{"path":null}}""", "/Fleet")]
    [TestCase("""{"name":"Car","base":"Boat","http":{"verb":"get"}}""", "/sea")]
    [TestCase("""{"name":"Car","base":"Boat","http":null,"plural":""}""", "/Cars")]
    [TestCase("""{"name":"Car","options":{"base":"Boat","http":null}}""", "/Fleet")]
    [TestCase("""{"name":"Car","options":{"http":{"path":"option"}},"http":{"path":"top"}}""", "/option")]
    [TestCase("""{"name":"Car","base":"Car"}""", "/Cars")]
    [TestCase("""{"name":"Car","base":"User"}""", "/Cars")]
    public void Read_DefinitionWithABase_IsServedWhereLoopBackDoes(string definition, string path) =>
        Assert.That(Read("""{"Car":{}}""", definition, """{"name":"Boat","base":"PersistedModel","plural":"Fleet","http":{"path":"sea"}}""").Single().HttpPath, Is.EqualTo(path));

    [TestCase("""{"name":"Car","base":"Boat"}""", true, Description = "inherited property")]
    [TestCase("""{"name":"Car","base":"Boat","properties":{"photo":"string"}}""", false, Description = "overridden")]
    [TestCase("""{"name":"Car","base":"Boat","properties":{"photo":false}}""", false, Description = "taken away")]
    [TestCase("""{"name":"Car","base":"Boat","properties":{"photo":null}}""", false, Description = "taken away")]
    [TestCase("""{"name":"Car","properties":{"boat":"Boat"}}""", true, Description = "inside of another model")]
    [TestCase("""{"name":"Car","properties":{"boats":["Boat"]}}""", true)]
    [TestCase("""{"name":"Car","properties":{"inner":{"type":{"x":{"type":"buffer"}}}}}""", true)]
    [TestCase("""{"name":"Car","properties":{"inner":{"x":"buffer"}}}""", true)]
    [TestCase("""{"name":"Car","properties":{"inner":{"type":"string","description":"file"}}}""", false)]
    [TestCase("""{"name":"Car","properties":{"self":"Car"}}""", false)]
    [TestCase("""{"name":"Car","methods":{"up":{"accepts":[{"arg":"x","type":"string"},{"arg":"f","type":"buffer"}]}}}""", true)]
    [TestCase("""{"name":"Car","methods":{"up":{"accepts":{"arg":"f","type":["Buffer"]}}}}""", true)]
    [TestCase("""{"name":"Car","methods":{"down":{"returns":{"arg":"f","type":"file","root":true}}}}""", true)]
    [TestCase("""{"name":"Car","options":{"methods":{"up":{"accepts":{"arg":"f","type":"buffer"}}}}}""", true)]
    [TestCase("""{"name":"Car","methods":{"up":{"accepts":{"arg":"f","type":"string"},"returns":[]},"odd":1}}""", false)]
    [TestCase("""{"name":"Car","base":"Ship"}""", true, Description = "inherited method")]
    [TestCase("""{"name":"Car","base":"Ship","methods":{"load":{}}}""", false, Description = "overridden method")]
    public void Read_DefinitionWithABase_TellsWhetherBytesAreHandled(string definition, bool binary) =>
        Assert.That(
            Read(
                """{"Car":{}}""",
                definition,
                """{"name":"Boat","base":"PersistedModel","properties":{"photo":"buffer"}}""",
                """{"name":"Ship","base":"PersistedModel","methods":{"load":{"accepts":{"arg":"f","type":"buffer"}}}}""").Single().HasBinary,
            Is.EqualTo(binary));

    [Test]
    public void Read_ModelsInsideOfModelsWithoutEnd_Ends() =>
        Assert.That(
            Read("""{"M0":{}}""", [.. Enumerable.Range(0, 1999).Select(n => $$"""{"name":"M{{n}}","properties":{"next":["M{{n + 1}}"] } }""")]).Single().HasBinary,
            Is.False);

    [Test]
    public void Read_BasesInACircle_Ends() =>
        Assert.That(Read("""{"Car":{}}""", """{"name":"Car","base":"Boat"}""", """{"name":"Boat","base":"Car"}""").Single(), Is.EqualTo(new PublicModel("Car", "/Cars", false)));

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
    [TestCase("Software", "Software")]
    [TestCase("Data", "Data")]
    [TestCase("Woman", "Women")]
    [TestCase("Yeoman", "Yeomans")]
    [TestCase("Status", "Statuses")]
    [TestCase("Octopus", "Octopuses")]
    [TestCase("Bonus", "Bonuses")]
    [TestCase("Foot", "feet")]
    [TestCase("Football", "Footballs")]
    [TestCase("Criterion", "Criteria")]
    [TestCase("Cities", "Cities")]
    [TestCase("ARCHIVE", "ARCHIves")]
    [TestCase("Index", "Indices")]
    [TestCase("Quiz", "Quizzes")]
    public void Of_Name_IsItsPlural(string name, string plural) => Assert.That(PluralNames.Of(name), Is.EqualTo(plural));

    private static IReadOnlyList<PublicModel> Read(string config, params string[] definitions)
    {
        var documents = definitions.Select((text, n) => (Path: $"common/models/m{n}.json", Text: text)).ToDictionary(file => file.Path, file => file.Text);
        documents["server/model-config.json"] = config;
        return PublicModelReader.Read(documents);
    }
}
