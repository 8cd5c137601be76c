using System.Text.Json.Serialization;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Brakes;

/// <summary>What must be remembered over restarts and changes of the leader, so that neither shortens a grace period nor opens a brake.</summary>
/// <param name="Absences">What is missing from complete listings.</param>
/// <param name="Losses">Environments that lost components lately.</param>
/// <param name="Holds">Removals that wait for an operator.</param>
/// <param name="Released">Removals that an operator let go on, and that are not done yet.</param>
public sealed record RemovalState(
    IReadOnlyList<SavedAbsence> Absences, IReadOnlyList<SavedLoss> Losses, IReadOnlyList<Hold> Holds, IReadOnlyList<EnvironmentKey> Released)
{
    public static RemovalState Empty { get; } = new([], [], [], []);
}

/// <summary>An absence as it is kept.</summary>
/// <param name="Environment">What is missing, or missing a repository.</param>
/// <param name="Missing">Repositories that do not exist; empty when the whole producer is gone.</param>
/// <param name="FirstListing">When the first listing without it was complete, by the configstore's clock.</param>
/// <param name="LastListing">When the newest listing without it was complete.</param>
/// <param name="Lasted">For how long processes have seen it missing, by their monotonic clocks.</param>
public sealed record SavedAbsence(
    EnvironmentKey Environment, IReadOnlyList<RepositoryRole> Missing, DateTimeOffset FirstListing, DateTimeOffset LastListing, TimeSpan Lasted);

/// <summary>An environment that lost components.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Age">How long ago, as far as processes have counted.</param>
public sealed record SavedLoss(EnvironmentKey Environment, TimeSpan Age);

/// <summary>Source-generated reading and writing of the state.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RemovalState))]
public sealed partial class RemovalStateJson : JsonSerializerContext;
