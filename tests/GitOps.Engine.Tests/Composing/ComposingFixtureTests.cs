using System.Text.Encodings.Web;
using System.Text.Json;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Composing;

/// <summary>
/// <c>fixtures/composing/&lt;case&gt;</c>: repository files in <c>dev/</c> and <c>functions/</c> (or in the folder that
/// <c>from.txt</c> names), and in <c>expected/</c> what is composed of them, for the environment that <c>key.txt</c> names, else
/// <c>al/main/dev</c>, with the provider of functions that <c>provider.txt</c> names and the key of pods' tokens in <c>pod-token-key.txt</c>.
/// </summary>
public sealed class ComposingFixtureTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IReadOnlyList<FixtureCase> Cases => Fixtures.Cases("composing");

    [TestCaseSource(nameof(Cases))]
    public void Compose_FixtureCase_GivesWhatIsExpected(FixtureCase files)
    {
        var settings = new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" };
        if (files.Has("namespaces.txt")) settings.NamespaceTemplate = files.Read("namespaces.txt").Trim();
        if (files.Has("provider.txt")) settings.FunctionsProvider = Enum.Parse<FunctionsProvider>(files.Read("provider.txt").Trim());
        if (files.Has("pod-token-key.txt")) settings.PodTokenKey = files.Read("pod-token-key.txt").Trim();

        var composition = new LunchBadgerComposer(settings).Compose(Snapshot(files));

        var expected = Texts(composition).ToDictionary(text => $"expected/{text.Path}", text => text.Content, StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(FixtureCase.RewriteVariable) is { Length: > 0 } && Directory.Exists(files["expected"]))
            Directory.Delete(files["expected"], recursive: true);
        foreach (var (path, content) in expected) files.Expect(path, content);
        Assert.That(files.Files("expected").Select(path => $"expected/{path}"), Is.EquivalentTo(expected.Keys), "files that nothing makes any more");
    }

    private static EnvironmentSnapshot Snapshot(FixtureCase files)
    {
        var source = files.Has("from.txt") ? new FixtureCase(RepositoryRoot.Combine("fixtures", files.Read("from.txt").Trim())) : files;
        var key = EnvironmentKey.Parse(files.Has("key.txt") ? files.Read("key.txt").Trim() : "al/main/dev");
        return TestSnapshots.Of(key, Documents(source, RepositoryRole.Dev, "dev"), Documents(source, RepositoryRole.Functions, "functions"));
    }

    private static Dictionary<string, string> Documents(FixtureCase files, RepositoryRole role, string folder) =>
        files.Files(folder)
            .Where(path => DocumentPaths.IsDocument(role, path) || DocumentPaths.IsCode(role, path))
            .ToDictionary(path => path, path => files.Read($"{folder}/{path}"), StringComparer.Ordinal);

    private static IEnumerable<(string Path, string Content)> Texts(Composition composition)
    {
        if (composition.Disabled) yield return ("disabled.txt", "Everything of this environment is switched off.\n");
        if (!composition.IsValid) yield return ("problems.txt", string.Concat(composition.Problems.Select(problem => $"{problem}\n")));
        // What the producer has as a whole is numbered by itself: it is the same in almost all cases.
        var tenants = composition.Manifests.Where(IsTenants).Select((manifest, i) => (manifest, $"tenant-{i:00}"));
        var others = composition.Manifests.Where(manifest => !IsTenants(manifest)).Select((manifest, i) => (manifest, $"{i:00}"));
        foreach (var (manifest, number) in tenants.Concat(others))
        {
            var body = manifest.Body.DeepClone().AsObject();
            if (manifest.Key.Kind == "ConfigMap")
            {
                foreach (var (name, content) in body["data"]!.AsObject().ToList())
                {
                    // The consumers' schemas are the same for all gateways; the golden cases have them in full.
                    if (name.EndsWith(".yml", StringComparison.Ordinal)) yield return ($"{number}-{Name(manifest)}/{name}", content!.GetValue<string>());
                    body["data"]![name] = "…";
                }
            }
            body["# from"] = manifest.Origin.ToString();
            yield return ($"{number}-{manifest.Key.Kind}-{Name(manifest)}.json", body.ToJsonString(Readable) + "\n");
        }
    }

    private static bool IsTenants(Manifest manifest) => (string?)manifest.Body["metadata"]!["labels"]!["app"] == TenantLabels.Tenant;

    private static string Name(Manifest manifest) => manifest.Key.Kind == "ConfigMap" ? manifest.Key.Name[..^11] : manifest.Key.Name;
}
