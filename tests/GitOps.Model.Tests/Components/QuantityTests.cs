using GitOps.Model.Components;

namespace GitOps.Model.Tests.Components;

public sealed class QuantityTests
{
    /// <summary>What a Kubernetes API server stores of what it is given, which <c>ResourceTests</c> of the actualizer confirm.</summary>
    [TestCase("0", "0")]
    [TestCase("0m", "0")]
    [TestCase("1", "1")]
    [TestCase("0.5", "500m")]
    [TestCase("1.5", "1500m")]
    [TestCase("1000m", "1")]
    [TestCase("1500m", "1500m")]
    [TestCase("1000", "1k")]
    [TestCase("007", "7")]
    [TestCase("1.50k", "1500")]
    [TestCase("512Mi", "512Mi")]
    [TestCase("1024Mi", "1Gi")]
    [TestCase("1.5Gi", "1536Mi")]
    [TestCase("0.5Ki", "512")]
    [TestCase("1Ki", "1Ki")]
    [TestCase("1000Ki", "1000Ki")]
    [TestCase("128974848", "128974848")]
    [TestCase("1000000", "1M")]
    [TestCase("2G", "2G")]
    [TestCase("7Ei", "7Ei")]
    public void ToString_AsWritten_IsAsAnApiServerStoresIt(string written, string stored)
    {
        Assert.That(Quantity.TryParse(written, out var quantity), Is.True);
        Assert.That(quantity.ToString(), Is.EqualTo(stored));
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1e3")]
    [TestCase("1.")]
    [TestCase(".5")]
    [TestCase("1 Gi")]
    [TestCase("1gi")]
    [TestCase("1K")]
    [TestCase("0.5m")]
    [TestCase("0.0001")]
    [TestCase("8Ei")]
    [TestCase("999999999999999Ei")]
    [TestCase("1\n")]
    [TestCase("١")]
    public void TryParse_NoAmountOrOneThatCannotBeKept_IsFalse(string? text) =>
        Assert.That(Quantity.TryParse(text, out _), Is.False);

    [TestCase("1", "999m")]
    [TestCase("1Ki", "1k")]
    [TestCase("1.1Gi", "1126Mi")]
    public void CompareTo_AmountsOfDifferentSuffixes_GoesByTheAmount(string larger, string smaller)
    {
        Assert.That(Quantity.TryParse(larger, out var left) & Quantity.TryParse(smaller, out var right), Is.True);
        Assert.That(left > right && right < left && left >= right && right <= left, Is.True);
    }
}
