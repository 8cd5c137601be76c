using GitOps.Engine.Manifests;
using GitOps.Engine.Redis;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing;

/// <summary>
/// What a snapshot asks of the cluster: a pure function of the snapshot and the settings. Either all manifests and no
/// problem, or the problems and no manifest.
/// </summary>
public sealed record Composition
{
    private Composition()
    {
    }

    /// <summary>True when the document switches the environment off: then nothing of it is desired, and only what its producer has as a whole.</summary>
    public bool Disabled { get; private init; }

    /// <summary>In the order to apply them: what others refer to comes first.</summary>
    public IReadOnlyList<Manifest> Manifests { get; private init; } = [];

    /// <summary>The Redis user that must exist before the gateways among the manifests; null when none of them needs one.</summary>
    public RedisUser? RedisUser { get; private init; }

    public IReadOnlyList<Problem> Problems { get; private init; } = [];

    public bool IsValid => Problems.Count == 0;

    public static Composition Of(IReadOnlyList<Manifest> manifests, RedisUser? redisUser = null) => new() { Manifests = manifests, RedisUser = redisUser };

    public static Composition Off(IReadOnlyList<Manifest> manifests) => new() { Disabled = true, Manifests = manifests };

    public static Composition Invalid(IReadOnlyList<Problem> problems) => new() { Problems = problems };
}
