using GitOps.Engine.Applying;
using GitOps.Engine.Planning;
using GitOps.Engine.Redis;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Reconciling;

/// <summary>One look at one environment: what the phases have found out so far. Each phase fills its own part.</summary>
public sealed class Pass(EnvironmentKey environment, EnvironmentRecord record)
{
    /// <summary>Somebody asked for this pass: it looks at everything and reports, whatever it finds.</summary>
    public bool IsRequested { get; init; }

    public EnvironmentKey Environment { get; } = environment;

    public EnvironmentRecord Record { get; } = record;

    /// <summary>What the pass is about, as soon as it is known; what the status names.</summary>
    public Revision Revision { get; set; } = record.LastRevision;

    /// <summary>From fetch: the documents. Null when nothing is desired because the environment is confirmed gone.</summary>
    public EnvironmentSnapshot? Snapshot { get; set; }

    /// <summary>From fetch: nothing is desired any more, and why.</summary>
    public string? GoneBecause { get; set; }

    /// <summary>From fetch: nothing stands of any environment of the producer and none is known, so what it has as a whole goes too.</summary>
    public bool IsLastOfProducer { get; set; }

    /// <summary>From compose: what is desired; null until then.</summary>
    public IReadOnlyList<DesiredObject>? Desired { get; set; }

    /// <summary>From compose: the revision of <see cref="Desired"/>. Differs from <see cref="Revision"/> when that is invalid and the last valid one is kept true.</summary>
    public Revision DesiredRevision { get; set; }

    /// <summary>From compose: the Redis user that the desired gateways sign in as; null when none needs one.</summary>
    public RedisUser? RedisUser { get; set; }

    /// <summary>From access: gateways were left out of <see cref="Plan"/> for now, so what is applied is not all that is desired.</summary>
    public bool IsPartial { get; set; }

    /// <summary>From compose: the document switches the environment off.</summary>
    public bool Disabled { get; set; }

    /// <summary>What the pass will end with although it goes on: an invalid revision, while the last valid state is kept true, or gateways that must wait.</summary>
    public Outcome? Verdict { get; set; }

    /// <summary>From plan.</summary>
    public Plan? Plan { get; set; }

    public Writes Writes { get; } = new();
}
