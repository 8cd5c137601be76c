using System.Text.Json;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Cluster;

/// <summary>The writes that the engine asks of a cluster. What the cluster holds is told by <see cref="Live.LiveObjects"/>. Thread-safe.</summary>
public interface ICluster
{
    /// <summary>Server-side apply under our field manager.</summary>
    /// <param name="key">The object; creates it when it is not there.</param>
    /// <param name="manifest">The whole manifest as UTF-8 JSON.</param>
    /// <param name="force">Takes fields over from other managers. Only for objects that are ours already.</param>
    /// <param name="cancellationToken">Ends the wait; whether the write happened is then unknown.</param>
    /// <returns>The object as stored, with its managed fields.</returns>
    /// <exception cref="ClusterConflictException">Another manager owns a field and <paramref name="force"/> is false, or a uid in the manifest is not the object's.</exception>
    /// <exception cref="ClusterRefusalException">The cluster does not accept the object.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster gave no answer, or none for now.</exception>
    Task<JsonElement> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> manifest, bool force, CancellationToken cancellationToken);

    /// <summary>Deletes an object, and what it owns in the background, if it still has <paramref name="uid"/>.</summary>
    /// <returns>False when another object has the name by now. True when it is deleted, being deleted or gone.</returns>
    /// <exception cref="ClusterRefusalException">The cluster does not allow it.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster gave no answer, or none for now.</exception>
    Task<bool> DeleteAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken);
}
