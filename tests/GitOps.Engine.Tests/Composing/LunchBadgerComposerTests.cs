using System.Diagnostics;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Engine.Tests.Composing;

public sealed class LunchBadgerComposerTests
{
    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" });

    [Test]
    public void Compose_NoProjectFile_GivesWorkspaceAndSlsApiOnly()
    {
        var composition = _composer.Compose(TestSnapshots.Of("al"));

        Assert.That(
            composition.Manifests.Select(manifest => manifest.Key.ToString()),
            Is.EqualTo((string[])
            [
                "NetworkPolicy customer/tenant-al",
                "Service customer/workspace-al-dev",
                "Service customer/sls-api-al-dev",
                "Deployment customer/workspace-al-dev",
                "Deployment customer/sls-api-al-dev",
                "Ingress customer/workspace-al-dev",
                "Ingress customer/sls-api-al-dev",
            ]));
    }

    [Test]
    public void Compose_ProjectAsLargeAsAllowed_TakesTimeInProportion()
    {
        const int Count = 2500;
        var ids = Enumerable.Range(0, Count).ToList();
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray(new JsonObject
            {
                ["id"] = "g",
                ["policies"] = new JsonArray(),
                ["pipelines"] = new JsonArray([.. ids.Select(i => new JsonObject { ["id"] = $"p{i}", ["policies"] = new JsonArray() })]),
            }),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = new JsonArray([.. ids.Select(i => new JsonObject { ["id"] = $"a{i}" })]),
            ["connections"] = new JsonArray([.. ids.SelectMany(i => (int[])[0, 1, 2]).Select((_, i) => new JsonObject { ["fromId"] = $"p{i % Count}", ["toId"] = $"a{i * 7 % Count}" })]),
        };
        var watch = Stopwatch.StartNew();

        var composition = _composer.Compose(TestSnapshots.Of("al", TestSnapshots.ProjectFile("al-dev", project)));

        Assert.That(composition.Problems, Is.Empty);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void Compose_MoreGatewaysThanAllowed_IsRefusedBeforeAnyIsComposed()
    {
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray([.. Enumerable.Range(0, 5000).Select(i => new JsonObject { ["id"] = $"g{i}", ["policies"] = new JsonArray(), ["pipelines"] = new JsonArray() })]),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = new JsonArray(),
            ["connections"] = new JsonArray(),
        };

        Assert.That(_composer.Compose(TestSnapshots.Of("al", TestSnapshots.ProjectFile("al-dev", project))).Problems.Single().Path, Is.EqualTo("$.gateways"));
    }

    [Test]
    public void Compose_NamesAsLongAsAllowed_SaysByHowMuchTheGatewaysIsTooLong()
    {
        var producer = new string('p', ProducerName.MaxLength);
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray(new JsonObject { ["id"] = "g", ["name"] = "exactly15chars0", ["policies"] = new JsonArray(), ["pipelines"] = new JsonArray() }),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = new JsonArray(),
            ["connections"] = new JsonArray(),
        };

        var snapshot = TestSnapshots.Of(producer, TestSnapshots.ProjectFile($"{producer}-fifteenletters0", project));

        var problem = _composer.Compose(snapshot with { Environment = EnvironmentName.Parse("fifteenletters0") }).Problems[0];

        Assert.That(problem.Path, Is.EqualTo("$.gateways[0].name"));
        Assert.That(problem.Reason, Does.Contain("75 characters of 63 allowed: shorten the name by 12"));
    }

    [Test]
    public void Compose_RepositoryWithUnreadableFile_IsRefused()
    {
        var snapshot = TestSnapshots.Of("al");
        var problem = new Problem("dev/lunchbadger.json", "$", "Is a symbolic link.");

        var composition = _composer.Compose(snapshot with { Dev = snapshot.Dev with { Problems = [problem] } });

        Assert.That(composition.Problems, Is.EqualTo((Problem[])[problem]));
    }
}
