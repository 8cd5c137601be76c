using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Tests.Composing.Tenant;

/// <summary>Where nothing is to be written.</summary>
internal sealed class NoCluster : ICluster
{
    public Task<JsonElement> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> manifest, bool force, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{key} was written.");

    public Task<Deletion> DeleteAsync(ObjectKey key, Guid uid, Dependents dependents, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{key} was deleted.");

    public Task DeleteOrphanedPodsAsync(string @namespace, IReadOnlyList<KeyValuePair<string, string>> labels, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Pods of {@namespace} were deleted.");

    public Task ReclaimAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken) => throw new NotSupportedException($"{key} was written.");
}
