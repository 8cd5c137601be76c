namespace GitOps.Gitea;

/// <summary>What the answers of Gitea tell of Gitea itself, without asking.</summary>
public sealed class GiteaServer(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _date;
    private long _dateAt;
    private long _interruptions;

    /// <summary>
    /// How many tries did not reach a Gitea that works, since the client was made: no connection, one that broke off, or a proxy that
    /// says so (502, 503). When it has grown, Gitea may have been killed meanwhile, and with it what it had not yet handled. A slow
    /// answer is none.
    /// </summary>
    public long Interruptions => Interlocked.Read(ref _interruptions);

    /// <summary>What Gitea's clock shows now, to the second, going by its last answer; null while there was none.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            lock (_lock) return _date + time.GetElapsedTime(_dateAt);
        }
    }

    internal void Interrupted() => Interlocked.Increment(ref _interruptions);

    internal void Answered(DateTimeOffset date)
    {
        lock (_lock) (_date, _dateAt) = (date, time.GetTimestamp());
    }
}
