using System.Diagnostics.Metrics;
using System.Net;
using GitOps.Configstore.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Configstore.Tests.Access;

public sealed class SignInLimitsTests
{
    private ServiceProvider _services = null!;
    private SignInLimits _limits = null!;

    [SetUp]
    public void Create()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _limits = new SignInLimits(
            new ConfigstoreSettings { AuthFailures = 2 }, TimeProvider.System, new AccessMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger<SignInLimits>.Instance);
    }

    [TearDown]
    public void Dispose() => _services.Dispose();

    private Task<string?> FailAsync(IPAddress address) => _limits.TryAsync(address, () => Task.FromResult<string?>(null));

    [Test]
    public async Task Failures_OfVeryManySources_TakeBoundedMemory()
    {
        for (var source = 0; source < 25_000; source++) await FailAsync(new IPAddress(source));

        Assert.That(_limits.Count, Is.LessThanOrEqualTo(10_000));
    }

    [Test]
    public async Task Successes_AreNotRemembered()
    {
        for (var source = 0; source < 100; source++) await _limits.TryAsync(new IPAddress(source), () => Task.FromResult<string?>("right"));

        Assert.That(_limits.Count, Is.Zero);
    }

    [Test]
    public async Task Failures_FromOneNetworkOfIPv6_AreOfOneSource()
    {
        await FailAsync(IPAddress.Parse("2001:db8:1:2::1"));
        await FailAsync(IPAddress.Parse("2001:db8:1:2:ffff::2"));

        Assert.That(() => FailAsync(IPAddress.Parse("2001:db8:1:2::3")), Throws.InstanceOf<TooManyFailuresException>());
        Assert.That(() => FailAsync(IPAddress.Parse("2001:db8:1:3::1")), Throws.Nothing);
    }

    [Test]
    public async Task Failures_OfAnIPv4AddressHoweverWritten_AreOfOneSource()
    {
        await FailAsync(IPAddress.Parse("203.0.113.7"));
        await FailAsync(IPAddress.Parse("::ffff:203.0.113.7"));

        Assert.That(() => FailAsync(IPAddress.Parse("203.0.113.7")), Throws.InstanceOf<TooManyFailuresException>());
    }
}
