using GitOps.Configstore.Tests.World;
using GitOps.Testing;

namespace GitOps.Configstore.Tests;

/// <summary>When nothing changes, Gitea is asked one thing per interval.</summary>
public sealed class SteadyStateTests
{
    [Test]
    public async Task SteadyState_OnlyTheIncrementalScanAsksGitea_OneRequestEach()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"), ("HOOK_CHECK_INTERVAL", "3600"), ("SCAN_OVERLAP", "1"));
        for (var i = 0; i < 60; i++) world.AddProducer($"p{i}");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        string[] Last(int count) => [.. world.Network.Requests.TakeLast(count).Select(request => request.Path)];

        await Eventually.That(() => Last(10), Is.All.EqualTo("/api/v1/repos/search"), "heads are settled");

        await Consistently.That(() => Last(10), Is.All.EqualTo("/api/v1/repos/search"), during: TimeSpan.FromSeconds(2));
        // Ten requests a second would be one per interval; 120 repositories are three pages.
        var before = world.Network.Requests.Count;
        await Consistently.That(() => world.Network.Requests.Count - before, Is.LessThan(25), during: TimeSpan.FromSeconds(2));
    }
}
