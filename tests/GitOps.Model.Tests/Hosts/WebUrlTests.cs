using System.Net;
using GitOps.Model.Hosts;

namespace GitOps.Model.Tests.Hosts;

/// <summary>What is judged is what is called: held against the parsers that gateways use.</summary>
public sealed class WebUrlTests
{
    [Test]
    public async Task TryRead_ThousandsOfSpellings_WhatIsTakenIsWhatNodeReads()
    {
        var texts = Spellings.All(6000);
        var readings = await NodeReading.ReadAsync(texts);
        var (taken, disagreements) = (0, new List<string>());

        for (var i = 0; i < texts.Count; i++)
        {
            if (!WebUrl.TryRead(texts[i], WebUrl.Web, out var url, out _)) continue;
            taken++;
            if (!IsSame(url, readings[i].Url)) disagreements.Add($"{texts[i]}: {url}, new URL: {readings[i].Url}");
            if (!IsSame(url, readings[i].Legacy)) disagreements.Add($"{texts[i]}: {url}, url.parse: {readings[i].Legacy}");
        }

        Assert.That(disagreements, Is.Empty);
        Assert.That(texts, Has.Count.GreaterThan(5000));
        Assert.That(taken, Is.InRange(300, texts.Count / 2), "else nothing was tried");
        Assert.That(readings.Count(reading => reading.Url is not null) - taken, Is.GreaterThan(1000), "spellings that Node reads and that are refused");
    }

    private static bool IsSame(WebUrl url, NodeReading? reading) =>
        reading is not null
        && reading.Scheme == url.Scheme
        && reading.Port == url.Port
        && (url.Host.Address is { } address ? IPAddress.TryParse(reading.Host, out var read) && read.Equals(address) : reading.Host?.TrimEnd('.') == url.Host.Name);
}
