using GitOps.Model.Api;

namespace GitOps.Model.Tests.Api;

public sealed class LogQueryTests
{
    [TestCase(null, null, null, "?tail=500")]
    [TestCase("", "", "", "?tail=500")]
    [TestCase("20", "60", "true", "?tail=20&since=60&previous=true")]
    [TestCase("10000", null, "false", "?tail=10000")]
    public void TryParse_Values_AreWhatIsAskedOn(string? tail, string? since, string? previous, string asked)
    {
        Assert.That(LogQuery.TryParse(tail, since, previous, out var query, out _), Is.True);
        Assert.That(query.ToString(), Is.EqualTo(asked));
    }

    [TestCase("0", null, null, "tail")]
    [TestCase("10001", null, null, "tail")]
    [TestCase("-1", null, null, "tail")]
    [TestCase("99999999999", null, null, "tail")]
    [TestCase(null, "1h", null, "since")]
    [TestCase(null, null, "1", "previous")]
    public void TryParse_WhatIsNone_SaysWhich(string? tail, string? since, string? previous, string named)
    {
        Assert.That(LogQuery.TryParse(tail, since, previous, out _, out var reason), Is.False);
        Assert.That(reason, Does.StartWith(named));
    }
}
