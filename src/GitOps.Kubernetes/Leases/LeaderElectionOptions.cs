namespace GitOps.Kubernetes.Leases;

/// <summary>Which lease is sought, as whom, and how patiently. All candidates need the same durations.</summary>
public sealed record LeaderElectionOptions
{
    public required string Namespace { get; init; }

    /// <summary>The lease's name.</summary>
    public required string Name { get; init; }

    /// <summary>Tells the candidates apart, such as the pod's name; unique among them.</summary>
    public required string Identity { get; init; }

    /// <summary>A holder that has not renewed for so long may be replaced. Default 15 s; whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A leader that could not renew for so long gives up by itself. Default 10 s; less than the lease duration, so that it has stopped before another starts.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts to acquire or renew. Default 2 s; less than the renew deadline.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Makes the namespace, which a candidate found missing; without it every candidate waits until somebody else does.</summary>
    public Func<CancellationToken, Task>? NamespaceMissing { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Namespace);
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentException.ThrowIfNullOrEmpty(Identity);
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentException($"The lease duration is {LeaseDuration}; it has to be whole seconds, at least one.");
        }
        if (RenewDeadline >= LeaseDuration || RetryPeriod >= RenewDeadline || RetryPeriod <= TimeSpan.Zero)
        {
            throw new ArgumentException($"Needed is 0 < retry period ({RetryPeriod}) < renew deadline ({RenewDeadline}) < lease duration ({LeaseDuration}).");
        }
    }
}
