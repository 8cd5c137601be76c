using GitOps.Engine.Live;
using GitOps.Model.Names;

namespace GitOps.Engine.Hosts;

/// <summary>
/// Who holds which host: the first that asks keeps it for as long as it desires it or has an Ingress for it in the cluster. Holds
/// across restarts, since the Ingresses tell the holders, and within a process between the planning and the writing. Thread-safe.
/// </summary>
public sealed class HostClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HostClaim> _claims = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<EnvironmentKey, IReadOnlyList<string>> _desired = [];

    /// <summary>
    /// An environment gave up a host that this one waits for. (When an Ingress goes away, <see cref="LiveObjects.Changed"/> tells.)
    /// Raised outside of the lock.
    /// </summary>
    public event Action<EnvironmentKey>? Freed;

    /// <summary>
    /// Claims all hosts for <paramref name="environment"/> in place of those it claimed before, or none. One that is refused is
    /// told when the host becomes free.
    /// </summary>
    /// <returns>Null when all are held now; else the first host that another holds.</returns>
    public HostConflict? Claim(EnvironmentKey environment, IReadOnlyList<string> wanted)
    {
        var freed = new HashSet<EnvironmentKey>();
        lock (_gate)
        {
            foreach (var host in wanted)
            {
                if (_claims.GetValueOrDefault(host) is not { } claim || claim.HolderAgainst(environment) is not { } holder) continue;
                claim.Waiting.Add(environment);
                return new HostConflict(host, holder);
            }

            if (_desired.TryGetValue(environment, out var former) && former.SequenceEqual(wanted)) return null;
            foreach (var host in wanted) Of(host).Desiring = environment;
            if (former is not null)
            {
                // What is no longer desired stays held by the live Ingress until that is pruned.
                foreach (var host in former.Except(wanted, StringComparer.OrdinalIgnoreCase)) Undesire(host, environment, freed);
            }
            if (wanted.Count == 0) _desired.Remove(environment);
            else _desired[environment] = wanted;
        }
        foreach (var waiting in freed) Freed?.Invoke(waiting);
        return null;
    }

    /// <summary>The environment desires no host any more.</summary>
    public void Release(EnvironmentKey environment) => Claim(environment, []);

    /// <summary>Who holds a host; null when nobody does.</summary>
    public string? HolderOf(string host)
    {
        lock (_gate) return _claims.GetValueOrDefault(host)?.Holder;
    }

    /// <summary>Keeps up with the Ingresses of the cluster. Adds to <paramref name="freed"/> who waits for a host that is free now.</summary>
    internal void Observe(LiveObject? before, LiveObject? after, HashSet<EnvironmentKey> freed)
    {
        if (before is not { Hosts.Count: > 0 } && after is not { Hosts.Count: > 0 }) return;
        lock (_gate)
        {
            foreach (var host in after?.Hosts ?? []) Of(host).Route(after!.Key, after.Owner);
            foreach (var host in before?.Hosts ?? [])
            {
                if (after is not null && after.Hosts.Contains(host)) continue;
                if (!_claims.TryGetValue(host, out var claim)) continue;
                claim.Unroute(before!.Key);
                FreeIfUnheld(host, claim, freed);
            }
        }
    }

    private void Undesire(string host, EnvironmentKey environment, HashSet<EnvironmentKey> freed)
    {
        if (!_claims.TryGetValue(host, out var claim) || claim.Desiring != environment) return;
        claim.Desiring = null;
        FreeIfUnheld(host, claim, freed);
    }

    private void FreeIfUnheld(string host, HostClaim claim, HashSet<EnvironmentKey> freed)
    {
        if (claim.Holder is not null) return;
        _claims.Remove(host);
        freed.UnionWith(claim.Waiting);
    }

    private HostClaim Of(string host)
    {
        if (!_claims.TryGetValue(host, out var claim)) _claims[host] = claim = new HostClaim();
        return claim;
    }
}
