using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Manifests;
using GitOps.Model.Validation;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Every recorded project gives the objects that the predecessor made of it, but for the listed differences.</summary>
public sealed class GoldenTests
{
    private static IReadOnlyList<FixtureCase> Cases => Fixtures.Cases("golden");

    [TestCaseSource(nameof(Cases))]
    public void Compose_GoldenCase_GivesThePredecessorsObjectsButForTheListedDifferences(FixtureCase files) => Compare(files, []);

    [Test]
    public void Differences_OverAllCases_EachOccurs()
    {
        var occurred = new HashSet<GoldenDifference>();
        foreach (var files in Cases) Compare(files, occurred);

        Assert.That(
            GoldenDifferences.All.Where(difference => !occurred.Contains(difference)).Select(difference => difference.Reason),
            Is.Empty,
            "A listed difference occurs in no case any more: take it off the list.");
    }

    private static void Compare(FixtureCase files, HashSet<GoldenDifference> occurred)
    {
        var golden = new GoldenCase(files);
        var project = golden.Input;
        var composer = new LunchBadgerComposer(golden.Settings);
        var composition = composer.Compose(golden.Snapshot(project));
        if (GoldenDifferences.Refused.TryGetValue(files.Name, out var refused))
        {
            Assert.That(composition.Problems.Select(Describe), Is.EqualTo(refused.Problems), refused.Reason);
            if (!refused.CompareTheRest) return;
            project = refused.WithoutPolicies.Count > 0
                ? WithoutPolicies(project!, refused.WithoutPolicies)
                : WithoutRefusedGateways(project!, composition.Problems);
            composition = composer.Compose(golden.Snapshot(project));
        }
        Assert.That(composition.Problems, Is.Empty);
        Assert.That(composition.Disabled, Is.EqualTo(project?["disabled"] is not null), "disabled");

        var expected = golden.Objects(GoldenDifferences.Renamed.GetValueOrDefault(files.Name))
            .Where(found => refused is null || IsOfGatewayIn(found, project!))
            .ToList();
        if (refused is { WithoutPolicies.Count: > 0 })
        {
            foreach (var configuration in expected.Select(found => found["data"]?["gateway.config.yml"]).OfType<JsonObject>())
                RemovePolicies(configuration["pipelines"]!.AsObject().Select(pipeline => pipeline.Value), refused.WithoutPolicies);
        }
        var actual = composition.Manifests.Select(Comparable).ToList();
        Assert.That(actual.RemoveAll(found => found["kind"]!.GetValue<string>() == "NetworkPolicy"), Is.EqualTo(1), "one network policy keeps the producer's pods apart; the predecessor had none");
        var secrets = actual.RemoveAll(found => found["kind"]!.GetValue<string>() == "Secret");

        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        Assert.That(secrets, Is.EqualTo(expected.Count(found => found["kind"]!.GetValue<string>() == "ConfigMap")), "one Secret for each gateway's password");
        foreach (var predecessors in expected)
        {
            var composed = Counterpart(predecessors, actual);
            foreach (var difference in GoldenDifferences.All)
            {
                var before = predecessors.DeepClone();
                difference.Apply(predecessors, composed, project);
                if (!JsonNode.DeepEquals(before, predecessors)) occurred.Add(difference);
            }
            Assert.That(GoldenObject.Text(composed), Is.EqualTo(GoldenObject.Text(predecessors)), GoldenObject.KeyOf(composed));
        }
    }

    private static string Describe(Problem problem) => $"{problem.Path}: {problem.Reason}";

    private static JsonObject Comparable(Manifest manifest)
    {
        var body = manifest.Body.DeepClone().AsObject();
        GoldenObject.ParseConfiguration(body);
        return body;
    }

    /// <summary>The composed object of the same kind and name; config maps are named by their content.</summary>
    private static JsonObject Counterpart(JsonObject predecessors, List<JsonObject> actual)
    {
        var key = GoldenObject.KeyOf(predecessors);
        return actual.SingleOrDefault(found => predecessors["kind"]!.GetValue<string>() == "ConfigMap"
                ? GoldenObject.KeyOf(found)[..^10] == key[..^10]
                : GoldenObject.KeyOf(found) == key)
            ?? throw new AssertionException($"{key} was not composed.");
    }

    private static JsonObject WithoutRefusedGateways(JsonObject project, IReadOnlyList<Problem> problems)
    {
        var rest = project.DeepClone().AsObject();
        var gateways = rest["gateways"]!.AsArray();
        foreach (var gateway in gateways.ToList().Where(gateway => problems.Any(problem => problem.Path.StartsWith(gateway!.GetPath() + ".", StringComparison.Ordinal))).ToList())
            gateways.Remove(gateway);
        return rest;
    }

    private static JsonObject WithoutPolicies(JsonObject project, IReadOnlyList<string> names)
    {
        var rest = project.DeepClone().AsObject();
        foreach (var gateway in rest["gateways"]!.AsArray()) RemovePolicies(gateway!["pipelines"]!.AsArray(), names);
        return rest;
    }

    private static void RemovePolicies(IEnumerable<JsonNode?> pipelines, IReadOnlyList<string> names)
    {
        foreach (var policies in pipelines.Select(pipeline => pipeline!["policies"]!.AsArray()))
        {
            foreach (var item in policies.Where(item => names.Any(item!.AsObject().ContainsKey)).ToList()) policies.Remove(item);
        }
    }

    private static bool IsOfGatewayIn(JsonObject found, JsonObject project) =>
        found["metadata"]!["labels"]!["id"] is not { } id
        || project["gateways"]!.AsArray().Any(gateway => gateway!["id"]!.GetValue<string>() == id.GetValue<string>());
}
