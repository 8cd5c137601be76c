using GitOps.Model.Names;
using GitOps.Model.Pods;

namespace GitOps.Model.Tests.Pods;

public sealed class PodTokensTests
{
    private const string Key = "a-key-that-has-at-least-32-characters";
    private const string OtherKey = "another-key-with-at-least-32-characters";

    private static readonly PodIdentity Pod = new("sls-api", EnvironmentKey.Parse("al-b/shop/env-1"));

    [Test]
    public void TryRead_OwnToken_GivesThePod()
    {
        var tokens = new PodTokens(Key);

        Assert.That(tokens.TryRead(tokens.Of(Pod), out var read), Is.True);
        Assert.That(read, Is.EqualTo(Pod));
    }

    [Test]
    public void TryRead_TokenOfAnOlderKey_IsBelievedWhileTheKeyIsListed()
    {
        var old = new PodTokens(OtherKey).Of(Pod);

        Assert.That(new PodTokens($"{Key},{OtherKey}").TryRead(old, out _), Is.True);
        Assert.That(new PodTokens(Key).TryRead(old, out _), Is.False);
        Assert.That(new PodTokens($"{Key},{OtherKey}").Of(Pod), Is.EqualTo(new PodTokens(Key).Of(Pod)), "the first key makes");
    }

    [TestCase("pod.sls-api.al-b.shop.env-1", "pod.sls-api.bo.shop.env-1")]
    [TestCase("pod.sls-api", "pod.workspace")]
    [TestCase("pod.", "")]
    public void TryRead_TokenThatSaysSomethingElse_IsNone(string said, string instead) =>
        Assert.That(new PodTokens(Key).TryRead(new PodTokens(Key).Of(Pod).Replace(said, instead, StringComparison.Ordinal), out _), Is.False);

    [TestCase("")]
    [TestCase("pod")]
    [TestCase("pod.a.b.c.d")]
    [TestCase("pod.workspace.al.main.dev.")]
    [TestCase("pod.workspace.al.main.dev.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("pod.workspace.al.main.dev.\u00e9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryRead_WhatIsNoToken_IsNone(string token) => Assert.That(new PodTokens(Key).TryRead(token, out _), Is.False);

    [Test]
    public void TryRead_WithoutAKey_BelievesNothing()
    {
        Assert.That(new PodTokens("").TryRead(new PodTokens(Key).Of(Pod), out _), Is.False);
        Assert.That(new PodTokens("").Exist, Is.False);
    }
}
