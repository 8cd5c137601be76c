using GitOps.Hosting.Settings;
using GitOps.Testing;
using Microsoft.AspNetCore.Builder;

namespace GitOps.Configstore.Tests;

public sealed class ReadmeTests
{
    [Test]
    public void Readme_SettingsTable_IsWhatTheCodeSays()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSettings<ConfigstoreSettings>();
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "GitOps.Configstore", "README.md"));

        foreach (var row in builder.SettingsCatalogue().ToMarkdown().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.That(readme, Does.Contain(row));
    }
}
