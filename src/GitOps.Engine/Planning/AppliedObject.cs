using GitOps.Engine.Live;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Planning;

/// <summary>What was asked of one object and how the cluster stored it.</summary>
/// <param name="Key">The object.</param>
/// <param name="Desired">Hash of the manifest that was applied.</param>
/// <param name="Stored">
/// Hash of our fields right after. Differs from <paramref name="Desired"/> when the server wrote something in another way, a quantity
/// say; remembering it keeps such an object from being written again and again.
/// </param>
public readonly record struct AppliedObject(ObjectKey Key, ContentHash Desired, ContentHash Stored);
