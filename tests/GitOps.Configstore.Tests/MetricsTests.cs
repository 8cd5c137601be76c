using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests;

/// <summary>What is measured has a size that no caller can choose.</summary>
public sealed class MetricsTests
{
    [Test]
    public async Task Metrics_AfterThousandsOfDifferentRequests_StaySmall()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("AUTHENTICATION", "Required"));
        world.AddProducer("al");
        await world.StartConfigstoreAsync();
        var tenant = world.Forge.CreateToken("customer-al", "attack");
        var description = JsonNode.Parse(await world.Client.GetStringAsync("/openapi/v1.json"))!;
        string[] methods = ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"];
        var requests =
            from path in description["paths"]!.AsObject().Select(path => path.Key.Replace("{name}", "al", StringComparison.Ordinal).Replace("{env}", "dev", StringComparison.Ordinal))
            from prefix in (string[])["", "/api"]
            from method in methods
            from token in (string?[])[null, tenant]
            from version in (Version[])[HttpVersion.Version10, HttpVersion.Version11]
            select (Method: method == "BREW" ? $"BREW{Guid.NewGuid():N}" : method, Path: prefix + path, Token: token, Version: version);
        var count = 0;

        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (asked, cancellation) =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(asked.Method), Uri.EscapeDataString(asked.Path).Replace("%2F", "/", StringComparison.Ordinal)) { Version = asked.Version };
            request.Headers.Host = $"{Guid.NewGuid():N}.example";
            if (asked.Token is not null) request.Headers.Authorization = new("Bearer", asked.Token);
            using var answer = await world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            Interlocked.Increment(ref count);
        });

        var metrics = await world.Client.GetStringAsync("/metrics");
        var largest = metrics.Split('\n').GroupBy(line => line.Split('{', ' ')[0]).Select(family => (Name: family.Key, Bytes: family.Sum(line => line.Length))).OrderByDescending(family => family.Bytes).Take(5);
        Assert.That(count, Is.GreaterThan(5000));
        Assert.That(metrics, Has.Length.LessThan(1024 * 1024), string.Join(", ", largest));
    }
}
