namespace GitOps.Kubernetes.Watching;

/// <summary>Keeps a reflector's health, for readers on other threads.</summary>
internal sealed class ReflectorPulse(TimeProvider time)
{
    /// <summary>A connection that lasted so long was a good one: a failure after it is the first of its kind.</summary>
    private static readonly TimeSpan GoodConnection = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private ReflectorHealth _health = new(false, null, null, 0, null);
    private long _lastContact;

    public ReflectorHealth Read()
    {
        lock (_gate)
        {
            var contact = Volatile.Read(ref _lastContact);
            return _health with { LastContact = contact == 0 ? null : new DateTimeOffset(contact, TimeSpan.Zero) };
        }
    }

    /// <summary>A page of a list came. That alone is no success: the watch after it has to come about too.</summary>
    public void Listed() => Volatile.Write(ref _lastContact, time.GetUtcNow().UtcTicks);

    /// <summary>An event came. Called per event, so it allocates nothing while all is well.</summary>
    public void Contact()
    {
        Volatile.Write(ref _lastContact, time.GetUtcNow().UtcTicks);
        lock (_gate)
        {
            if (_health.Failures > 0) _health = _health with { Failures = 0, LastError = null };
        }
    }

    public void Synced()
    {
        lock (_gate) _health = _health with { IsSynced = true };
    }

    public void Connected()
    {
        Volatile.Write(ref _lastContact, time.GetUtcNow().UtcTicks);
        lock (_gate) _health = _health with { ConnectedSince = time.GetUtcNow(), LastError = null };
    }

    public void Disconnected()
    {
        lock (_gate) _health = _health with { ConnectedSince = null, Failures = 0 };
    }

    /// <summary>How often in a row now.</summary>
    public int Failed(string reason)
    {
        lock (_gate)
        {
            var wasGood = _health.ConnectedSince is { } since && time.GetUtcNow() - since > GoodConnection;
            _health = _health with { ConnectedSince = null, Failures = wasGood ? 1 : _health.Failures + 1, LastError = reason };
            return _health.Failures;
        }
    }
}
