using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>Update times come from Gitea's database: a clock that was set back, or an import, leaves some of them in the future.</summary>
public sealed class FutureUpdateTests
{
    [Test]
    public async Task Scan_OneRepositoryDatedInTheFuture_SeesThePushesOfTheOthers()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"), ("HOOK_CHECK_INTERVAL", "3600"), ("SCAN_OVERLAP", "1"), ("WEBHOOK_MAX_BYTES", "1024"));
        world.AddProducer("al");
        world.AddProducer("bo");
        world.Network.Faults.Add(Fault.RewriteBody(body => Postdate(body, "customer-bo/functions")).On("GET", "/api/v1/repos/search*"));
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        await Eventually.That(
            () => world.Network.Requests.TakeLast(20).Select(request => request.Path), Is.All.EqualTo("/api/v1/repos/search"), "all heads are settled, that of the future too");

        await world.UntilHeadAsync("al", await world.CommitAsync("al", GiteaAndConfigstore.Document("1")));
        await world.UntilHeadAsync("bo", await world.CommitAsync("bo", GiteaAndConfigstore.Document("2")));
    }

    private static string Postdate(string body, string repository)
    {
        var answer = JsonNode.Parse(body)!;
        var rows = answer["data"]!.AsArray().Select(row => row!.DeepClone()).ToArray();
        foreach (var row in rows.Where(row => (string?)row["full_name"] == repository)) row["updated_at"] = "2099-01-01T00:00:00Z";
        answer["data"] = new JsonArray([.. rows.OrderByDescending(row => DateTimeOffset.Parse((string)row["updated_at"]!, System.Globalization.CultureInfo.InvariantCulture))]);
        return answer.ToJsonString();
    }
}
