using GitOps.Testing;

namespace GitOps.Actualizer.Tests;

/// <summary>The process without a cluster to talk to.</summary>
public sealed class UnusableStartTests
{
    [Test]
    public async Task Start_WithoutAUsableKubeconfig_SaysSoWithoutAStackTrace()
    {
        using var folder = new TemporaryDirectory("kubeconfig");
        await using var actualizer = ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "GitOps.Actualizer.dll")],
            environment: new Dictionary<string, string?>
            {
                ["KUBECONFIG"] = folder["none"],
                ["CONFIGSTORE_URL"] = "http://configstore.invalid/",
                ["REDIS_AUTHENTICATION"] = "Off",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            });

        Assert.That(await actualizer.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo(78));
        Assert.That(actualizer.Output.ToString(), Does.Contain(folder["none"]).And.Not.Contain("   at "));
    }
}
