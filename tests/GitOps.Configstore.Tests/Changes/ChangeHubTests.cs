using System.Diagnostics.Metrics;
using GitOps.Configstore.Changes;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests.Changes;

public sealed class ChangeHubTests
{
    private static readonly ProducerName Al = ProducerName.Parse("al");

    private ServiceProvider _services = null!;
    private ChangeHub _hub = null!;

    [SetUp]
    public void Create()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _hub = new ChangeHub(new ConfigstoreSettings { StreamHistory = 100, StreamBacklog = 16 }, new StreamMetrics(_services.GetRequiredService<IMeterFactory>()));
    }

    [TearDown]
    public void Dispose() => _services.Dispose();

    [Test]
    public void Publish_SubscriberThatDoesNotRead_IsDroppedAndNotBuffered()
    {
        using var slow = _hub.Subscribe(null, null, TimeProvider.System);

        for (var i = 0; i < 1000; i++) Publish();

        Assert.That(slow.Events.Count, Is.LessThanOrEqualTo(16));
        while (slow.Events.TryRead(out _))
        {
        }
        Assert.That(slow.Events.Completion.IsCompleted, Is.True);
    }

    [Test]
    public void Publish_OneSlowSubscriber_DoesNotKeepEventsFromAnother()
    {
        using var slow = _hub.Subscribe(null, null, TimeProvider.System);
        using var quick = _hub.Subscribe(null, null, TimeProvider.System);
        var read = 0;

        for (var i = 0; i < 1000; i++)
        {
            Publish();
            while (quick.Events.TryRead(out _)) read++;
        }

        Assert.That(read, Is.EqualTo(1000));
    }

    [Test]
    public void Publish_TenThousandSubscribers_ReachesAll()
    {
        var subscriptions = Enumerable.Range(0, 10_000).Select(_ => _hub.Subscribe(Al, null, TimeProvider.System)).ToList();

        Publish();

        Assert.That(subscriptions.Select(subscription => subscription.Events.Count), Is.All.EqualTo(1));
        subscriptions.ForEach(subscription => subscription.Dispose());
    }

    private void Publish() => _hub.Publish(
        ChangeStreamEvents.Head,
        Al,
        new EnvironmentHead { Producer = Al, Project = ProjectName.Main, Environment = GitOps.Model.Names.EnvironmentName.Dev, Revision = default(Revision) },
        ApiJson.Default.EnvironmentHead);
}
