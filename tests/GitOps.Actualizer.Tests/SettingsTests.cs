using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Tenant;
using GitOps.Hosting.Settings;
using GitOps.Testing;
using Microsoft.AspNetCore.Builder;

namespace GitOps.Actualizer.Tests;

public sealed class SettingsTests
{
    private static SettingsCatalogue Catalogue(params string[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(
            builder.Configuration, settings.Select(setting => KeyValuePair.Create(setting.Split('=')[0], (string?)setting.Split('=')[1])));
        builder.AddSettings<ActualizerSettings>();
        builder.AddSettings<CompositionSettings>();
        builder.AddSettings<TenantSettings>();
        return builder.SettingsCatalogue();
    }

    [Test]
    public void Readme_SettingsTable_IsWhatTheProgramSays()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "GitOps.Actualizer", "README.md"));
        Assert.That(readme, Does.Contain(Catalogue().ToMarkdown().ReplaceLineEndings("\n").TrimEnd()));
    }

    [Test]
    public void ThrowIfInvalid_SeveralWrongSettings_ListsThemAllAndNoSecret()
    {
        var error = Assert.Throws<SettingsException>(() => Catalogue("SLEEP_TIME=soon", "BRAKE_SHARE=7", "WORKERS=0", "REDIS_USER_KEY=it's").ThrowIfInvalid());
        Assert.That(error!.Message, Does.Contain("SLEEP_TIME").And.Contain("BRAKE_SHARE").And.Contain("WORKERS").And.Contain("REDIS_USER_KEY").And.Not.Contain("it's"));
    }

    [Test]
    public void Catalogue_VariablesOfTheCompatibilityFacts_AreKnownOrTold()
    {
        var known = Catalogue().Settings.Select(setting => setting.Name).Concat(RetiredSettings.All.Select(setting => setting.Name));
        string[] facts =
        [
            "SLEEP_TIME", "CUSTOMER_DOMAIN", "CONFIGSTORE_URL", "GIT_API_URL", "WORKSPACE_API_URL_TEMPLATE", "OPEN_API_URL_TEMPLATE", "SLS_API_URL_TEMPLATE",
            "GATEWAY_IMAGE", "GATEWAY_VERSION", "DEBUG_GATEWAY_VERSION", "LBWS_VERSION", "LBWS_DEBUG_VERSION", "LBSLS_IMAGE", "LBSLS_VERSION", "LBSLS_DEBUG_VERSION",
            "LB_DEBUG_USERS", "AUTOGATEWAY_ENABLE", "ADMIN_CROSS_ORIGIN", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "CUSTOMER_NAMESPACE", "ACTUALIZER_TARGET_NAMESPACE",
            "LB_PULL_SECRET", "SLS_SERVICE_ACCOUNT_NAME", "GIT_API_HOST", "GIT_REPO_HOST", "GIT_INIT_VERSION", "ENABLE_ROLLING_UPDATE", "TRITON_OBJECT_STORE_ENABLED",
        ];
        Assert.That(facts.Except(known), Is.Empty);
    }
}
