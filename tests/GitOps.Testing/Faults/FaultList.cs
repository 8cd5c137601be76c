namespace GitOps.Testing.Faults;

/// <summary>The faults of a proxy, changed at run time; the first that fits a request befalls it.</summary>
public sealed class FaultList
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _entries.Add(new(fault));
        }
    }

    /// <summary>Everything goes through again, but for what a fault has already befallen.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    internal Fault? Find(ProxiedRequest request)
    {
        lock (_gate)
        {
            return _entries.FirstOrDefault(entry => entry.Takes(request))?.Fault;
        }
    }

    private sealed class Entry(Fault fault)
    {
        private int _seen;

        public Fault Fault { get; } = fault;

        public bool Takes(ProxiedRequest request)
        {
            if (!Fault.Matches(request))
            {
                return false;
            }

            _seen++;
            return _seen > Fault.Skipped && _seen - Fault.Skipped <= Fault.Limit;
        }
    }
}
