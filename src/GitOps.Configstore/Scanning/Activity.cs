namespace GitOps.Configstore.Scanning;

/// <summary>
/// Something that goes on again and again, and how it fares: since when it fails and why, or when it last succeeded. What is
/// already known stays valid while it fails.
/// </summary>
public sealed class Activity(string name, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _lastSuccess;
    private DateTimeOffset? _failingSince;
    private string? _reason;

    public string Name { get; } = name;

    public bool IsFailing
    {
        get
        {
            lock (_lock) return _failingSince is not null;
        }
    }

    public bool HasSucceeded
    {
        get
        {
            lock (_lock) return _lastSuccess is not null;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _lastSuccess = time.GetUtcNow();
            _failingSince = null;
            _reason = null;
        }
    }

    /// <returns>Whether this is news: the activity did not fail before, or failed for another reason.</returns>
    public bool Failed(string reason)
    {
        lock (_lock)
        {
            var isNews = _failingSince is null || _reason != reason;
            _failingSince ??= time.GetUtcNow();
            _reason = reason;
            return isNews;
        }
    }

    /// <summary>One sentence for an operator.</summary>
    public string Describe()
    {
        lock (_lock)
        {
            if (_failingSince is { } since) return $"{Name} fails since {since:u}: {_reason}";
            return _lastSuccess is { } success ? $"{Name} succeeded at {success:u}" : $"{Name} has not run yet";
        }
    }
}
