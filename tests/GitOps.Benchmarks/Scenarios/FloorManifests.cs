using System.Text.Json.Nodes;
using GitOps.Benchmarks.Stage;
using GitOps.Engine.Composing;

namespace GitOps.Benchmarks.Scenarios;

/// <summary>What the product would send, prepared for a bare client.</summary>
internal static class FloorManifests
{
    public static LunchBadgerComposer Composer(string ns) => new(new CompositionSettings
    {
        TargetNamespace = ns,
        CustomerDomain = $"{ns}.example",
        Replicas = 0,
        RedisAuthentication = GitOps.Engine.Redis.RedisAuthentication.Off,
    });

    /// <summary>All objects of some producers, in the order in which the product would send them.</summary>
    public static List<(string Path, byte[] Body)> All(string ns, int producers)
    {
        var composer = Composer(ns);
        return
        [
            .. Enumerable.Range(0, producers)
                .SelectMany(index => composer.Compose(ProducerTemplate.Snapshot(index, 10)).Manifests)
                .Select(BareClient.Prepare),
        ];
    }

    /// <summary>The objects that a change of the rate limit changes.</summary>
    public static List<(string Path, byte[] Body)> Changed(LunchBadgerComposer composer, int index, int before, int after)
    {
        var old = composer.Compose(ProducerTemplate.Snapshot(index, before)).Manifests.ToDictionary(manifest => manifest.Key);
        return
        [
            .. composer.Compose(ProducerTemplate.Snapshot(index, after)).Manifests
                .Where(manifest => !old.TryGetValue(manifest.Key, out var same) || !JsonNode.DeepEquals(same.Body, manifest.Body))
                .Select(BareClient.Prepare),
        ];
    }
}
