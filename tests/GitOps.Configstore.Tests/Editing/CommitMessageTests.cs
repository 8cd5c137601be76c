using GitOps.Configstore.Editing;

namespace GitOps.Configstore.Tests.Editing;

/// <summary>What a tenant typed never becomes more than a part of one line.</summary>
public sealed class CommitMessageTests
{
    [TestCase("Add gateway 'a\n\nCo-authored-by: b'", "Add gateway 'a  Co-authored-by: b'")]
    [TestCase("\u001b[31mred\u0007", "[31mred")]
    [TestCase("a\u2028b\u2029c\u202ed\u0085e", "a b c d e")]
    [TestCase("Zürich 🥪", "Zürich 🥪")]
    [TestCase("\n\t ", "Change")]
    public void Clean_Text_IsOneHarmlessLine(string text, string expected) => Assert.That(CommitMessage.Clean(text), Is.EqualTo(expected));

    [Test]
    public void Clean_LongText_IsCut() => Assert.That(CommitMessage.Clean(new string('x', 100_000)), Has.Length.LessThan(600));
}
