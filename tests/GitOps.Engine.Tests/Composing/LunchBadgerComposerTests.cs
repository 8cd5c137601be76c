using GitOps.Engine.Composing;

namespace GitOps.Engine.Tests.Composing;

public sealed class LunchBadgerComposerTests
{
    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { CustomerDomain = "example.com" });

    [Test]
    public void Compose_NoProjectFile_GivesWorkspaceAndSlsApiOnly()
    {
        var composition = _composer.Compose(TestSnapshots.Of("al"));

        Assert.That(
            composition.Manifests.Select(manifest => manifest.Key.ToString()),
            Is.EqualTo((string[])
            [
                "Service customer/workspace-al-dev",
                "Service customer/sls-api-al-dev",
                "Deployment customer/workspace-al-dev",
                "Deployment customer/sls-api-al-dev",
                "Ingress customer/workspace-al-dev",
                "Ingress customer/sls-api-al-dev",
            ]));
    }
}
