using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Access;

/// <summary>Credentials that were wrong, and those that were not looked at for it.</summary>
public sealed class AccessMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _failures = meters.Create(ConfigstoreMetrics.Meter)
        .CreateCounter<long>("gitops.sign_in_failures", description: "Credentials that were wrong, or refused unseen because too many were");

    internal void SignInFailed() => _failures.Add(1, new KeyValuePair<string, object?>("result", "wrong"));

    internal void SignInRefused() => _failures.Add(1, new KeyValuePair<string, object?>("result", "refused"));
}
