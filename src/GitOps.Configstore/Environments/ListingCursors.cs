using GitOps.Configstore.Producers;

namespace GitOps.Configstore.Environments;

/// <summary>
/// Keeps the states that somebody is paging through, so that all pages of one listing come from one state however often the
/// registry changes meanwhile. States share almost all of their memory. A state that is not known any more is replaced by the
/// current one: the page then names another listing and its reader starts over.
/// </summary>
public sealed class ListingCursors
{
    private const int Kept = 16;
    private const char Separator = '~';

    private readonly Lock _lock = new();
    private readonly LinkedList<RegistryState> _states = new();

    /// <summary>The cursor of the page after <paramref name="key"/> in a state.</summary>
    public string Create(RegistryState state, string key)
    {
        lock (_lock)
        {
            _states.Remove(state);
            _states.AddFirst(state);
            if (_states.Count > Kept) _states.RemoveLast();
        }
        return $"{state.Listing}{Separator}{key}";
    }

    /// <summary>The state that a cursor belongs to, and where in it to go on.</summary>
    public (RegistryState State, string? After) Read(string? cursor, RegistryState current)
    {
        if (cursor is null) return (current, null);
        var separator = cursor.IndexOf(Separator, StringComparison.Ordinal);
        if (separator < 0) return (current, cursor);
        lock (_lock)
        {
            foreach (var state in _states)
            {
                if (cursor.AsSpan(0, separator).SequenceEqual(state.Listing)) return (state, cursor[(separator + 1)..]);
            }
        }
        return (current, cursor[(separator + 1)..]);
    }
}
