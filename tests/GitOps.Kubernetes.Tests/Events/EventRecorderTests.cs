using System.Text.Json;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Events;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing.Faults;

namespace GitOps.Kubernetes.Tests.Events;

[TestFixture]
public sealed class EventRecorderTests : ClusterTest
{
    private static readonly GroupVersionKind Core = new("v1", "Event");

    private static readonly EventRecorderOptions Options = new() { Controller = "gitops.example/actualizer", Instance = "actualizer-0", SeriesInterval = TimeSpan.Zero };

    [Test]
    public async Task RecordAsync_New_ShowsInEventsOfTheObject()
    {
        var subject = await SubjectAsync("new");

        Assert.That(await new EventRecorder(Client, Options).RecordAsync(subject, EventType.Warning, "Refused", "Reconcile", "the document is invalid"), Is.True);

        var stored = (await EventsAsync(subject)).Single();
        Assert.That(Text(stored, "message"), Is.EqualTo("the document is invalid"));
        Assert.That((Text(stored, "type"), Text(stored, "reason"), Text(stored, "action")), Is.EqualTo(("Warning", "Refused", "Reconcile")));
        Assert.That((Text(stored, "reportingComponent"), Text(stored, "reportingInstance")), Is.EqualTo((Options.Controller, Options.Instance)));
    }

    [Test]
    public async Task RecordAsync_SameAgain_IsCountedOnTheFirst()
    {
        var subject = await SubjectAsync("again");
        var recorder = new EventRecorder(Client, Options);

        for (var i = 0; i < 3; i++) Assert.That(await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "again"), Is.True);

        var stored = (await EventsAsync(subject)).Single();
        Assert.That(stored.Json.GetProperty("series").GetProperty("count").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task RecordAsync_SameAgainSoon_WritesNothing()
    {
        var subject = await SubjectAsync("soon");
        var recorder = new EventRecorder(Client, Options with { SeriesInterval = TimeSpan.FromHours(1) });
        await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "soon");
        var mark = Server.Requests.Mark();

        for (var i = 0; i < 100; i++) await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "soon");

        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Namespace), Is.Empty);
    }

    [Test]
    public async Task RecordAsync_OtherNote_IsAnotherEvent()
    {
        var subject = await SubjectAsync("other");
        var recorder = new EventRecorder(Client, Options);

        await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "one");
        await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "two");

        Assert.That(await EventsAsync(subject), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task RecordAsync_EventGoneMeanwhile_MakesAnother()
    {
        var subject = await SubjectAsync("expired");
        var recorder = new EventRecorder(Client, Options);
        await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "x");
        await Client.DeleteAsync((await EventsAsync(subject)).Single().Reference with { Kind = Core });

        await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "x");

        Assert.That(await EventsAsync(subject), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RecordAsync_LongNote_IsCutBetweenCharacters()
    {
        var subject = await SubjectAsync("long");

        Assert.That(await new EventRecorder(Client, Options).RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", new string('ä', 2000)), Is.True);

        Assert.That(Text((await EventsAsync(subject)).Single(), "message"), Does.Match("^ä+…$"));
    }

    [Test]
    public async Task RecordAsync_ClusterWideObject_GoesToDefault()
    {
        var target = new ObjectReference("v1", "Namespace", "", Namespace);
        var subject = new EventSubject(target, (await Client.GetAsync(target)).Uid);

        Assert.That(await new EventRecorder(Client, Options).RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "x"), Is.True);

        Assert.That(await EventsAsync(subject, "default"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RecordAsync_ModernGroupNotServed_CountsOnACoreEvent()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = proxy.Url, Token = Server.Token });
        proxy.Faults.Add(Fault.Status(404).On("GET", "/apis/events.k8s.io/v1"));
        var subject = await SubjectAsync("core");
        var recorder = new EventRecorder(client, Options);

        for (var i = 0; i < 3; i++) Assert.That(await recorder.RecordAsync(subject, EventType.Normal, "Applied", "Reconcile", "x"), Is.True);

        var stored = (await EventsAsync(subject)).Single();
        Assert.That(stored.Json.GetProperty("count").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task RecordAsync_ServerRefuses_SaysFalse()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = proxy.Url, Token = Server.Token });
        proxy.Faults.Add(Fault.Status(403).When(request => request.Method == "POST"));

        Assert.That(await new EventRecorder(client, Options).RecordAsync(await SubjectAsync("refused"), EventType.Normal, "Applied", "Reconcile", "x"), Is.False);
    }

    private async Task<EventSubject> SubjectAsync(string name) => new(Map($"event-{name}"), (await CreateMapAsync($"event-{name}")).Uid);

    private async Task<IReadOnlyList<KubernetesObject>> EventsAsync(EventSubject subject, string? @namespace = null) =>
        (await Client.ListAsync(Core, @namespace ?? Namespace, new ListOptions { FieldSelector = $"involvedObject.uid={subject.Uid}" })).Items;

    private static string? Text(KubernetesObject stored, string member) =>
        stored.Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
