using GitOps.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Hosting.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly string[] ExpectedProblems = ["SAMPLE_URL", "SAMPLE_INTERVAL='soon'", "SAMPLE_SIZE='0'", "SAMPLE_SECRET"];

    [Test]
    public void AddSettings_GivenValues_BindsThem()
    {
        var builder = Builder(("SAMPLE_URL", "http://gitea.local"), ("SAMPLE_INTERVAL", "2.5"), ("SAMPLE_NAMES", "al, bo"), ("SAMPLE_SECRET", "0123456789"));
        builder.AddSettings<SampleSettings>();
        using var services = builder.Services.BuildServiceProvider();

        var settings = services.GetRequiredService<SampleSettings>();

        Assert.Multiple(() =>
        {
            Assert.That(settings.Url, Is.EqualTo(new Uri("http://gitea.local")));
            Assert.That(settings.Interval, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
            Assert.That(settings.Names, Is.EqualTo(new[] { "al", "bo" }));
            Assert.That(settings.Size, Is.EqualTo(7));
        });
    }

    [Test]
    public void ThrowIfInvalid_SeveralWrongSettings_ListsEveryOneAtOnce()
    {
        var builder = Builder(("SAMPLE_INTERVAL", "soon"), ("SAMPLE_SIZE", "0"), ("SAMPLE_SECRET", "hunter2"));
        builder.AddSettings<SampleSettings>();

        var unusable = Assert.Throws<SettingsException>(builder.SettingsCatalogue().ThrowIfInvalid);

        Assert.That(unusable.Problems.Select(problem => problem.Name), Is.EqualTo(ExpectedProblems));
    }

    [Test]
    public void ThrowIfInvalid_WrongSecret_DoesNotShowIt()
    {
        var builder = Builder(("SAMPLE_SECRET", "hunter2"));
        builder.AddSettings<SampleSettings>();

        var unusable = Assert.Throws<SettingsException>(builder.SettingsCatalogue().ThrowIfInvalid);

        Assert.That(unusable.Message, Does.Not.Contain("hunter2").And.Contains("SAMPLE_SECRET must have at least 10 characters"));
    }

    [Test]
    public void ToHelp_EverySetting_IsListedWithDefaultAndUnit()
    {
        var builder = Builder(("SAMPLE_SECRET", "hunter2hunter2"));
        builder.AddSettings<SampleSettings>();

        var help = builder.SettingsCatalogue().ToHelp();

        Assert.That(help, Does.Contain("SAMPLE_INTERVAL  (1 to 60 s; default 5)").And.Contains("SAMPLE_URL  (http or https URL; required)").And.Not.Contains("hunter2"));
    }

    [Test]
    public void Build_WrongSettings_ConstructsNothingFromThem()
    {
        var builder = Builder();
        builder.AddGitOpsDefaults();
        builder.AddSettings<SampleSettings>();

        Assert.Throws<SettingsException>(() => builder.Build());
    }

    private static WebApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        return builder;
    }
}
