using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Tests.Live;
using GitOps.Model.Names;

namespace GitOps.Engine.Tests.Hosts;

public sealed class HostClaimsTests
{
    private const string Host = "sls-al-dev.example.com";
    private static readonly EnvironmentKey Al = EnvironmentKey.Parse("al/main/dev");
    private static readonly EnvironmentKey SlsAl = EnvironmentKey.Parse("sls-al/main/dev");

    private readonly List<EnvironmentKey> _woken = [];
    private HostClaims _hosts = null!;
    private LiveObjects _live = null!;

    [SetUp]
    public void Create()
    {
        _woken.Clear();
        _hosts = new HostClaims();
        _live = new LiveObjects(LiveJson.Manager, _hosts);
        _live.Changed += _woken.Add;
        _hosts.Freed += _woken.Add;
    }

    private void Route(string name, string producer, params string[] hosts) =>
        _live.Observe("networking.k8s.io/v1", "Ingress", LiveJson.Ours("Ingress", name, producer, spec: LiveJson.IngressSpec(hosts)));

    [Test]
    public void Claim_HostOfAnother_IsRefusedWithHostAndHolder()
    {
        Assert.That(_hosts.Claim(Al, [Host]), Is.Null);
        Assert.That(_hosts.Claim(SlsAl, ["other.example.com", Host]), Is.EqualTo(new HostConflict(Host, "al/main/dev")));
        Assert.That(_hosts.HolderOf("other.example.com"), Is.Null, "all or nothing");
    }

    [Test]
    public void Claim_OtherCase_IsTheSameHost()
    {
        _hosts.Claim(Al, [Host]);
        Assert.That(_hosts.Claim(SlsAl, [Host.ToUpperInvariant()]), Is.Not.Null);
    }

    [Test]
    public void Claim_AfterRestart_IngressTellsTheHolder()
    {
        Route("sls-api-al-dev", "al", Host);
        Assert.That(_hosts.Claim(SlsAl, [Host]), Has.Property(nameof(HostConflict.Holder)).EqualTo("al/main/dev"));
        Assert.That(_hosts.Claim(Al, [Host]), Is.Null);
    }

    [Test]
    public void Claim_HostOfForeignIngress_IsRefusedWithItsName()
    {
        _live.Observe("networking.k8s.io/v1", "Ingress", LiveJson.Foreign("Ingress", "by-hand", spec: LiveJson.IngressSpec(Host)));
        Assert.That(_hosts.Claim(Al, [Host])?.Holder, Does.Contain("by-hand"));
    }

    [Test]
    public void Claim_ForeignIngressAddedLater_DoesNotTakeTheHostAway()
    {
        Route("sls-api-al-dev", "al", Host);
        _live.Observe("networking.k8s.io/v1", "Ingress", LiveJson.Foreign("Ingress", "by-hand", spec: LiveJson.IngressSpec(Host)));
        Assert.That(_hosts.Claim(Al, [Host]), Is.Null);
    }

    [Test]
    public void Claim_HolderChangesItsMind_WakesAndAdmitsTheOther()
    {
        _hosts.Claim(Al, [Host]);
        _hosts.Claim(SlsAl, [Host]);

        _hosts.Claim(Al, ["al-dev.example.com"]);

        Assert.That(_woken, Is.EqualTo(new[] { SlsAl }));
        Assert.That(_hosts.Claim(SlsAl, [Host]), Is.Null);
    }

    [Test]
    public void Release_WhileTheIngressStands_KeepsTheHostUntilItIsGone()
    {
        Route("sls-api-al-dev", "al", Host);
        _hosts.Claim(Al, [Host]);
        _hosts.Claim(SlsAl, [Host]);

        _hosts.Release(Al);
        Assert.That(_hosts.Claim(SlsAl, [Host]), Is.Not.Null);
        _woken.Clear();
        _live.Vanished(new ObjectKey("networking.k8s.io/v1", "Ingress", "customer", "sls-api-al-dev"));

        Assert.That(_woken, Is.EquivalentTo(new[] { Al, SlsAl }));
        Assert.That(_hosts.Claim(SlsAl, [Host]), Is.Null);
    }
}
