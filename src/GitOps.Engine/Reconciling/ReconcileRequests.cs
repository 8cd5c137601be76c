using System.Collections.Concurrent;
using GitOps.Model.Names;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Environments that somebody asked to be looked at from top to bottom, changed or not: their next pass compares nothing away,
/// waits for no pause between healings, and reports also that all is as it was. Thread-safe.
/// </summary>
public sealed class ReconcileRequests
{
    private readonly ConcurrentDictionary<EnvironmentKey, byte> _asked = new();

    public void Ask(EnvironmentKey environment) => _asked[environment] = 0;

    /// <summary>Whether it was asked for since the last pass.</summary>
    public bool Take(EnvironmentKey environment) => _asked.TryRemove(environment, out _);
}
