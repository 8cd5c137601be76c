using GitOps.Engine.Composing;
using GitOps.Model.Names;

namespace GitOps.Engine.Tests.Composing.Tenant;

public sealed class NamespaceTemplateTests
{
    [TestCase("customer", false)]
    [TestCase("customer-$PRODUCER", true)]
    [TestCase("$PRODUCER-customer", true)]
    [TestCase("$PRODUCER", true)]
    [TestCase("a23456789012345678901234567-$PRODUCER", true)]
    public void Parse_WhatANamespaceCanBe_IsRead(string text, bool isPerProducer) =>
        Assert.That(NamespaceTemplate.Parse(text).IsPerProducer, Is.EqualTo(isPerProducer));

    [TestCase("", "empty")]
    [TestCase("Customer-$PRODUCER", "a-z")]
    [TestCase("-$PRODUCER", "hyphen")]
    [TestCase("customer-$PRODUCER-$PRODUCER", "once")]
    [TestCase("customer-$ENV", "no other variable")]
    [TestCase("kube-$PRODUCER", "kube-")]
    [TestCase("a234567890123456789012345678-$PRODUCER", "64 characters")]
    public void Parse_WhatNoNamespaceCanBe_IsRefusedWithTheReason(string text, string reason) =>
        Assert.That(() => NamespaceTemplate.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(reason));

    [Test]
    public void Of_ProducersWithHyphens_GivesEachItsOwn()
    {
        var template = NamespaceTemplate.Parse("c-$PRODUCER-x");
        string[] producers = ["a", "b", "a-b", "a-x", "x", "c-a", "c-a-x", "a-x-x"];
        Assert.That(producers.Select(name => template.Of(ProducerName.Parse(name))), Is.Unique);
    }

    [TestCase("customer-al", true)]
    [TestCase("customer-a-b", true)]
    [TestCase("customer-", false)]
    [TestCase("customer", false)]
    [TestCase("kube-system", false)]
    public void Matches_Namespace_OnlyWhereAProducersCouldBe(string name, bool expected) =>
        Assert.That(NamespaceTemplate.Parse("customer-$PRODUCER").Matches(name), Is.EqualTo(expected));
}
