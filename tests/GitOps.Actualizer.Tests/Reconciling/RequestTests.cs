using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Reconciling;

/// <summary>Who asks for a reconcile gets a whole pass and a report, changed or not.</summary>
internal sealed class RequestTests : ActualizerFixture
{
    [Test]
    public async Task Request_NothingChanged_LooksAtEverythingReportsAndWritesNothing()
    {
        await StartAsync(("SLEEP_TIME", "3600000"));
        var applied = await ApplyAsync("al", Project.Of("al", "Gateway"));
        var (mark, reads) = (Server.Requests.Mark(), Store.Requests.Count);

        Store.AskFor("al");

        await Eventually.That(() => Store.StatusOf("al")!.ObservedAt, Is.GreaterThan(applied.ObservedAt), "a pass is reported");
        Assert.That((Store.StatusOf("al")!.State, Store.StatusOf("al")!.Revision), Is.EqualTo((ReconcileState.Succeeded, applied.Revision)));
        Assert.That(Store.StatusOf("al")!.Changes, Is.Empty);
        Assert.That(Store.Requests.Skip(reads), Has.Some.EqualTo("GET /producers/al/envs/dev"));
        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Cluster.Namespace && request.IsWrite), Is.Empty);
    }

    [Test]
    public async Task Request_WhileHealingIsSlowedDown_HealsAtOnce()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al"));

        // The twelfth would wait for half a minute by itself.
        for (var time = 0; time < 12; time++)
        {
            await Cluster.DeleteAsync("Ingress", "workspace-al-dev");
            await Eventually.That(
                async () =>
                {
                    Store.AskFor("al");
                    return await Cluster.FindAsync("Ingress", "workspace-al-dev");
                },
                Is.Not.Null,
                within: TimeSpan.FromSeconds(15));
        }
    }

    [Test]
    public async Task Request_OfAnEnvironmentThatIsNotThere_ChangesNothing()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al"));

        Store.AskFor("bo");
        await ApplyAsync("al", Project.Of("al", "Gateway"));

        Assert.That(await Cluster.AllOfAsync("bo"), Is.Empty);
        Assert.That(Store.StatusOf("bo"), Is.Null);
    }
}
