using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Transport;
using GitOps.Testing.Faults;

namespace GitOps.Kubernetes.Tests.Listing;

[TestFixture]
public sealed class ListTests : ClusterTest
{
    private const int Count = 25;

    private static readonly ListOptions Pages = new() { PageSize = 7, LabelSelector = "list=yes" };

    private static IEnumerable<string> Names => Enumerable.Range(0, Count).Select(i => $"item-{i:00}");

    [OneTimeSetUp]
    public async Task Fill()
    {
        foreach (var name in Names) await CreateMapAsync(name, labels: """{"list":"yes"}""");
        await CreateMapAsync("other", labels: """{"list":"no"}""");
    }

    [Test]
    public async Task ListAsync_SeveralPages_ReturnsAll()
    {
        var list = await Client.ListAsync(ConfigMap, Namespace, Pages);

        Assert.That(list.Items.Select(item => item.Name), Is.EqualTo(Names));
        Assert.That(list.Items.Select(item => item.Kind).Distinct(), Is.EqualTo(["ConfigMap"]));
        Assert.That(list.ResourceVersion, Is.Not.Empty);
    }

    [Test]
    public async Task ListAsync_AllNamespaces_FindsOurs() =>
        Assert.That((await Client.ListAsync(ConfigMap, "", Pages)).Items.Where(item => item.Namespace == Namespace).Select(item => item.Name), Is.EqualTo(Names));

    [Test]
    public async Task ListAsync_FieldSelector_ReturnsOne() =>
        Assert.That((await Client.ListAsync(ConfigMap, Namespace, new ListOptions { FieldSelector = "metadata.name=other" })).Items, Has.Count.EqualTo(1));

    [Test]
    public async Task ListAsync_NothingMatches_ReturnsEmpty() =>
        Assert.That((await Client.ListAsync(ConfigMap, Namespace, new ListOptions { LabelSelector = "list=never" })).Items, Is.Empty);

    [Test]
    public async Task ListPageAsync_TokenOfForgottenHistory_IsGone()
    {
        using var first = await Client.ListPageAsync(ConfigMap, Namespace, Pages);
        await CreateMapAsync("moves-history-on");
        await Server.CompactHistoryAsync();

        Assert.That(() => Client.ListPageAsync(ConfigMap, Namespace, Pages, first.Continue), Throws.InstanceOf<GoneException>());
    }

    [Test]
    public async Task ListAsync_GoneInTheMiddle_BeginsAgainAndIsWhole()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = Through(proxy);
        proxy.Faults.Add(Fault.Status(410, GoneStatus).When(request => request.Query.Contains("continue=")).After(1).Times(1));

        var list = await client.ListAsync(ConfigMap, Namespace, Pages);

        Assert.That(list.Items.Select(item => item.Name), Is.EqualTo(Names));
        Assert.That(proxy.Requests.Count(request => request.Path.EndsWith("/configmaps") && !request.Query.Contains("continue=")), Is.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_GoneAgainAndAgain_AsksForAllAtOnce()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = Through(proxy);
        proxy.Faults.Add(Fault.Status(410, GoneStatus).When(request => request.Query.Contains("continue=")));

        var list = await client.ListAsync(ConfigMap, Namespace, Pages);

        Assert.That(list.Items.Select(item => item.Name), Is.EqualTo(Names));
    }

    [TestCase(1)]
    [TestCase(1000)]
    public async Task ListAsync_PageCutOff_FailsInsteadOfBeingShort(int bytes)
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = Through(proxy);
        proxy.Faults.Add(Fault.TruncateAfter(bytes).When(request => request.Query.Contains("continue=")));

        Assert.That(() => client.ListAsync(ConfigMap, Namespace, Pages), Throws.InstanceOf<UnreachableException>());
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{}}""")]
    [TestCase("""{"kind":"Status","apiVersion":"v1","metadata":{},"items":[]}""")]
    [TestCase("<html></html>")]
    public async Task ListAsync_SuccessThatIsNoList_FailsInsteadOfBeingEmpty(string body)
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = Through(proxy);
        proxy.Faults.Add(Fault.Status(200, body).When(request => request.Path.EndsWith("/configmaps")));

        Assert.That(() => client.ListAsync(ConfigMap, Namespace, Pages), Throws.InstanceOf<UnreachableException>());
    }

    [Test]
    public async Task ListAsync_ConnectionBreaksOnce_IsWhole()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = Through(proxy, new RetryPolicy { BaseDelay = TimeSpan.FromMilliseconds(1) });
        proxy.Faults.Add(Fault.BreakAfter(500).When(request => request.Query.Contains("continue=")).Times(1));

        Assert.That((await client.ListAsync(ConfigMap, Namespace, Pages)).Items.Select(item => item.Name), Is.EqualTo(Names));
    }

    private const string GoneStatus = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"The provided continue parameter is too old","reason":"Expired","code":410}""";

    private KubernetesClient Through(FaultProxy proxy, RetryPolicy? retry = null) =>
        new(new KubernetesClientConfiguration { Server = proxy.Url, Token = Server.Token, Retry = retry ?? RetryPolicy.None });
}
