namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Addresses for services out of 10.96.0.0/16.</summary>
internal sealed class ClusterIpPool
{
    private const int First = 10;
    private const int Size = 65535;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _next = First;

    /// <exception cref="InvalidOperationException">Every address is taken.</exception>
    public string Take()
    {
        lock (_gate)
        {
            for (var tries = 0; tries < Size; tries++)
            {
                var address = $"10.96.{_next / 256}.{_next % 256}";
                _next = _next + 1 >= Size ? First : _next + 1;
                if (_taken.Add(address))
                    return address;
            }
        }
        throw new InvalidOperationException("failed to allocate a serviceIP: range is full");
    }

    /// <summary>Takes a named address; false when another service has it.</summary>
    public bool TryTake(string address)
    {
        lock (_gate)
            return _taken.Add(address);
    }

    public void Release(string address)
    {
        lock (_gate)
            _taken.Remove(address);
    }
}
