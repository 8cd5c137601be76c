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

    /// <summary>Deletes an object if it still has <paramref name="uid"/>.</summary>
    /// <param name="key">The object.</param>
    /// <param name="uid">Its life: another object of the same name stays.</param>
    /// <param name="dependents">What becomes of what it owns, such as the pods of a Deployment.</param>
    /// <param name="cancellationToken">Ends the wait; whether the deletion happened is then unknown.</param>
    /// <exception cref="ClusterRefusalException">The cluster does not allow it.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster gave no answer, or none for now.</exception>
    Task<Deletion> DeleteAsync(ObjectKey key, Guid uid, Dependents dependents, CancellationToken cancellationToken);

    /// <summary>Deletes the pods that a Deployment left behind when it was deleted with <see cref="Dependents.Orphan"/>; those that a Deployment controls stay.</summary>
    /// <param name="namespace">Where they run.</param>
    /// <param name="labels">All labels that tell them from other pods.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterRefusalException">The cluster does not allow it.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster gave no answer, or none for now.</exception>
    Task DeleteOrphanedPodsAsync(string @namespace, IReadOnlyList<KeyValuePair<string, string>> labels, CancellationToken cancellationToken);

    /// <summary>
    /// Makes our field manager the one owner of all that an object holds, as before its managed fields were lost. Changes nothing else; the
    /// next apply removes what is not desired.
    /// </summary>
    /// <exception cref="ClusterConflictException">The object has another <paramref name="uid"/>, or changed meanwhile.</exception>
    /// <exception cref="ClusterRefusalException">The cluster does not allow it.</exception>
    /// <exception cref="ClusterUnavailableException">The cluster gave no answer, or none for now.</exception>
    Task ReclaimAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken);
}
