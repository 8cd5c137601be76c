using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Leases;

/// <summary>
/// One candidate's hand on a lease. Whether another's hold has run out is judged by how long this process has seen the lease
/// unchanged, never by the times in it: the clocks of two machines need not agree. Not for concurrent use.
/// </summary>
internal sealed class LeaseLock(KubernetesClient client, LeaderElectionOptions options)
{
    private readonly ObjectReference _target = new("coordination.k8s.io/v1", "Lease", options.Namespace, options.Name);
    private string? _version;
    private long _changedAt;

    /// <summary>What the lease said last; null before it was seen.</summary>
    public LeaseRecord? Observed { get; private set; }

    public bool IsHeld => Observed?.Holder == options.Identity;

    /// <summary>Takes the lease if it is free or has run out, renews it if it is ours. False when another has it.</summary>
    /// <exception cref="NotFoundException">There is no lease, and none can be made because there is no such namespace.</exception>
    /// <exception cref="KubernetesException">It could not be read or written; who has it is then not known.</exception>
    public async Task<bool> TryAcquireOrRenewAsync(CancellationToken cancellation)
    {
        try
        {
            // Our own lease needs no reading: writing it fails if it is no longer what we wrote.
            if (!IsHeld && !await ReadAsync(cancellation)) return await CreateAsync(cancellation);
            if (!IsHeld && !IsFree()) return false;
            await WriteAsync(Next(), cancellation);
            return true;
        }
        catch (Exception error) when (error is ConflictException or AlreadyExistsException || (error is NotFoundException && Observed is not null))
        {
            // Another was faster, or the lease was deleted: what counts is what is there now. One that cannot be made for want of
            // its namespace is the caller's to know.
            await ReadAsync(cancellation);
            return false;
        }
    }

    /// <summary>Lets the next candidate have the lease at once. Does nothing when it is not ours.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (!IsHeld) return;
        try
        {
            await WriteAsync(Observed! with { Holder = "", Duration = TimeSpan.FromSeconds(1), RenewTime = client.Time.GetUtcNow() }, cancellation);
        }
        catch (Exception error) when (error is ConflictException or NotFoundException)
        {
            // It is not ours any more: nothing is left to release.
            Forget();
        }
    }

    private bool IsFree() => Observed!.Holder.Length == 0 || client.Time.GetElapsedTime(_changedAt) > Observed.Duration;

    private LeaseRecord Next()
    {
        var now = client.Time.GetUtcNow();
        var renewed = new LeaseRecord(options.Identity, options.LeaseDuration, now, now, Observed!.Transitions);
        return IsHeld ? renewed with { AcquireTime = Observed.AcquireTime } : renewed with { Transitions = Observed.Transitions + 1 };
    }

    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        if (await client.FindAsync(_target, cancellation) is not { } lease)
        {
            Forget();
            return false;
        }
        Observe(lease);
        return true;
    }

    private async Task<bool> CreateAsync(CancellationToken cancellation)
    {
        var now = client.Time.GetUtcNow();
        var first = new LeaseRecord(options.Identity, options.LeaseDuration, now, now, 0);
        Observe(await client.CreateAsync(_target, first.ToUtf8(_target, null), null, cancellation));
        return true;
    }

    private async Task WriteAsync(LeaseRecord record, CancellationToken cancellation) =>
        Observe(await client.ReplaceAsync(_target, record.ToUtf8(_target, _version), null, cancellation));

    private void Observe(KubernetesObject lease)
    {
        if (lease.ResourceVersion == _version) return;
        _version = lease.ResourceVersion;
        _changedAt = client.Time.GetTimestamp();
        Observed = LeaseRecord.Read(lease);
    }

    private void Forget()
    {
        _version = null;
        Observed = null;
    }
}
