using GitOps.Model.LoopBack;

namespace GitOps.Model.Tests.LoopBack;

/// <summary>What models and their files are called.</summary>
public sealed class ModelNameTests
{
    [TestCase("Car", "car")]
    [TestCase("CarPart", "car-part")]
    [TestCase("HTTPServer", "http-server")]
    [TestCase("Car2Go", "car-2-go")]
    [TestCase("CAR", "car")]
    [TestCase("my_model", "my-model")]
    [TestCase("My-Model", "my-model")]
    public void ToFileName_OfAName_IsThatOfLoopBacksTools(string name, string file) => Assert.That(ModelName.ToFileName(name), Is.EqualTo(file));

    [TestCase("Car", true)]
    [TestCase("a", true)]
    [TestCase("", false)]
    [TestCase("_meta", false)]
    [TestCase("1st", false)]
    [TestCase("a.b", false)]
    [TestCase("a/b", false)]
    [TestCase("a\n", false)]
    [TestCase("Ünder", false)]
    [TestCase("constructor", false)]
    [TestCase("persistedmodel", false)]
    [TestCase("a1234567890123456789012345678901234567890123456789012345678901234", false)]
    public void IsValid_OfAName_LetsThroughWhatIsSafeInFilesAndCode(string name, bool isValid) => Assert.That(ModelName.IsValid(name), Is.EqualTo(isValid));
}
