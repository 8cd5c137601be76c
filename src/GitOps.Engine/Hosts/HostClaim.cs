using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Hosts;

/// <summary>Who desires a host, which Ingresses route it, and who waits for it.</summary>
internal sealed class HostClaim
{
    private readonly List<(ObjectKey Ingress, EnvironmentKey? Owner)> _routes = new(1);
    private HashSet<EnvironmentKey>? _waiting;

    public EnvironmentKey? Desiring { get; set; }

    public HashSet<EnvironmentKey> Waiting => _waiting ??= [];

    /// <summary>The environment or foreign Ingress that has the host; null when nobody has.</summary>
    public string? Holder => Desiring?.ToString() ?? (_routes.Count > 0 ? Describe(_routes[0]) : null);

    /// <summary>Who keeps the host from <paramref name="environment"/>; null when it may have it.</summary>
    public string? HolderAgainst(EnvironmentKey environment)
    {
        if (Desiring is { } holder) return holder == environment ? null : holder.ToString();

        // After a restart the Ingresses tell the holder: an environment that routes the host keeps it,
        // unless another environment is known to have routed it earlier.
        var first = -1;
        for (var i = 0; i < _routes.Count; i++)
        {
            if (_routes[i].Owner == environment) return first < 0 ? null : Describe(_routes[first]);
            if (first < 0 && _routes[i].Owner is not null) first = i;
        }
        return _routes.Count == 0 ? null : Describe(_routes[Math.Max(first, 0)]);
    }

    public void Route(ObjectKey ingress, EnvironmentKey? owner)
    {
        var index = _routes.FindIndex(route => route.Ingress == ingress);
        if (index < 0) _routes.Add((ingress, owner));
        else _routes[index] = (ingress, owner);
    }

    public void Unroute(ObjectKey ingress) => _routes.RemoveAll(route => route.Ingress == ingress);

    private static string Describe((ObjectKey Ingress, EnvironmentKey? Owner) route) =>
        route.Owner?.ToString() ?? $"{route.Ingress}, which this system did not make";
}
